"""Holds PDF files against what a screen reader needs, with other libraries than
the one that wrote them.

Usage: pdf.py FILE...

Of ISO 14289-1 (PDF/UA-1) that which can be told without a person: the file is
tagged and says so, has a title that is shown, a language, bookmarks that lead
somewhere, embedded fonts with a way back to letters; all content is tagged or
marked as an artifact; each figure has a text alternative, each table headers with
a scope, headings leave out no level; and every tag is one of the standard.
"""

import re
import sys

import pikepdf

STANDARD = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3"
    " H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry"
    " Code Link Annot Ruby Warichu Figure Formula Form Title".split()
)


def elements(node, parents=()):
    """Every element of the structure below a node, with the tags above it."""
    kids = node.get("/K", [])
    if not isinstance(kids, pikepdf.Array):
        kids = [kids]
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid, parents
            yield from elements(kid, (*parents, str(kid.S)[1:]))


def role(root, tag):
    """The tag of the standard that one stands for."""
    roles = root.get("/RoleMap", {})
    seen = set()
    while "/" + tag in roles and tag not in seen and tag not in STANDARD:
        seen.add(tag)
        tag = str(roles["/" + tag])[1:]
    return tag


def fonts_of(resources, seen):
    for font in (resources or {}).get("/Font", {}).values():
        yield font
    for form in (resources or {}).get("/XObject", {}).values():
        if form.objgen not in seen and "/Resources" in form:
            seen.add(form.objgen)
            yield from fonts_of(form.Resources, seen)
    for pattern in (resources or {}).get("/Pattern", {}).values():
        if isinstance(pattern, pikepdf.Stream) and "/Resources" in pattern:
            if pattern.objgen not in seen:
                seen.add(pattern.objgen)
                yield from fonts_of(pattern.Resources, seen)


def untagged(page):
    """Drawing operators of a page outside of marked content."""
    draws = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "EI"}
    depth, found = 0, []
    for operands, operator in pikepdf.parse_content_stream(page):
        operator = str(operator)
        if operator in ("BDC", "BMC"):
            depth += 1
        elif operator == "EMC":
            depth -= 1
        elif operator in draws and depth == 0:
            found.append(operator)
    return found


def check(path):
    wrong = []

    def need(holds, what):
        if not holds:
            wrong.append(what)

    with pikepdf.open(path) as pdf:
        root = pdf.Root
        need(root.get("/MarkInfo", {}).get("/Marked", False), "it does not say that it is tagged")
        need(re.fullmatch(r"en-GB", str(root.get("/Lang", ""))), "its language is not en-GB")
        need(
            root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False),
            "its title is not shown",
        )
        with pdf.open_metadata() as metadata:
            need(metadata.get("dc:title"), "it has no title")
            need(str(metadata.get("pdfuaid:part")) == "1", "it does not say that it is PDF/UA-1")
        with pdf.open_outline() as outline:
            need(len(outline.root) > 0, "it has no bookmarks")
        tree = root.get("/StructTreeRoot")
        if tree is None:
            return [*wrong, "it has no structure"], {}
        need("/ParentTree" in tree, "its structure has no way back from the content")
        tags = {}
        level = 0
        for element, parents in elements(tree):
            tag = role(tree, str(element.S)[1:])
            tags[tag] = tags.get(tag, 0) + 1
            need(tag in STANDARD, f"the tag {tag} is not of the standard")
            if tag == "Figure":
                need(str(element.get("/Alt", "")).strip(), "a figure has no text alternative")
            if re.fullmatch(r"H[1-6]", tag):
                need(int(tag[1]) <= level + 1, f"a heading {tag} follows one of level {level}")
                level = int(tag[1])
            if tag == "TH":
                owned = element.get("/A", {})
                owned = list(owned) if isinstance(owned, pikepdf.Array) else [owned]
                need(any("/Scope" in one for one in owned), "a header of a table has no scope")
            if tag in ("TH", "TD"):
                need("TR" in [role(tree, one) for one in parents], "a cell is in no row")
            if tag == "Table":
                heads = [one for one, _ in elements(element) if role(tree, str(one.S)[1:]) == "TH"]
                need(heads, "a table has no header")
        need(tags.get("Table", 0) > 0, "it has no table")
        seen = set()
        for number, page in enumerate(pdf.pages, 1):
            need(page.get("/Tabs") in ("/S", None), f"page {number}: tabs leave the structure")
            left = untagged(page)
            need(not left, f"page {number}: {len(left)} drawings are neither tagged nor artifacts")
            for font in fonts_of(page.get("/Resources"), seen):
                inner = font.get("/DescendantFonts", [font])[0]
                about = inner.get("/FontDescriptor", {})
                files = ("/FontFile", "/FontFile2", "/FontFile3")
                name = font.get("/BaseFont", font.get("/Name", "?"))
                embedded = font.get("/Subtype") == "/Type3" or any(f in about for f in files)
                need(embedded, f"the font {name} is not embedded")
                need("/ToUnicode" in font, f"the font {name} has no way back to letters")
            for note in page.get("/Annots", []):
                need("/Contents" in note or note.get("/Subtype") != "/Link", "a link says nothing")
        return sorted(set(wrong)), {"pages": len(pdf.pages), **tags}


def main():
    failed = 0
    for path in sys.argv[1:]:
        wrong, found = check(path)
        failed += bool(wrong)
        counts = ", ".join(f"{count} {tag}" for tag, count in sorted(found.items()))
        print(f"{path}: {'; '.join(wrong) if wrong else 'right'} ({counts})")
    print(f"{len(sys.argv) - 1 - failed} passed, {failed} failed")
    return 1 if failed or len(sys.argv) < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
