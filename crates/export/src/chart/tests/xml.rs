//! Just enough XML to check our own output: elements balance, attributes are quoted and apart.

use crate::chart::canvas::Area;
use crate::chart::text::width;

/// Checks that elements nest and close, attributes are quoted and unique, and no `<` or bare `&`
/// stands in text. The three void elements of HTML are not among ours.
pub(in crate::chart) fn check(markup: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = markup;
    while let Some(start) = rest.find('<') {
        check_text(&rest[..start])?;
        let end = rest[start..].find('>').ok_or("a tag does not end")? + start;
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            let expected = open.pop().ok_or_else(|| format!("</{name}> closes nothing"))?;
            if name != expected {
                return Err(format!("</{name}> closes <{expected}>"));
            }
        } else {
            open.push(check_tag(tag)?);
        }
    }
    check_text(rest)?;
    if open.is_empty() { Ok(()) } else { Err(format!("left open: {open:?}")) }
}

fn check_text(text: &str) -> Result<(), String> {
    if let Some(c) = text.chars().find(|c| c.is_control() && *c != '\n') {
        return Err(format!("control character {c:?}"));
    }
    for after in text.split('&').skip(1) {
        let entity = after.split_once(';').map_or("", |(name, _)| name);
        if !["amp", "lt", "gt", "quot"].contains(&entity) {
            return Err(format!("bare & before {after:?}"));
        }
    }
    if text.contains('>') { Err(format!("bare > in {text:?}")) } else { Ok(()) }
}

/// The name of an opening tag with sound attributes.
fn check_tag(tag: &str) -> Result<&str, String> {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(format!("no element name in <{tag}>"));
    }
    let mut seen: Vec<&str> = Vec::new();
    while !rest.is_empty() {
        let (key, after) = rest.split_once("=\"").ok_or_else(|| format!("unquoted in <{tag}>"))?;
        let (value, after) = after.split_once('"').ok_or_else(|| format!("unended in <{tag}>"))?;
        check_text(value)?;
        if seen.contains(&key) || key.contains(' ') {
            return Err(format!("attribute {key:?} in <{tag}>"));
        }
        seen.push(key);
        rest = after.trim_start();
    }
    Ok(name)
}

/// Opening tags without their brackets.
pub(in crate::chart) fn tags(markup: &str) -> Vec<&str> {
    markup
        .split('<')
        .skip(1)
        .filter_map(|piece| piece.split_once('>').map(|(tag, _)| tag))
        .collect()
}

/// The values of every attribute.
pub(in crate::chart) fn attributes(markup: &str) -> Vec<&str> {
    tags(markup).into_iter().flat_map(|tag| tag.split('"').skip(1).step_by(2)).collect()
}

/// The values of the attribute `key`, in order.
pub(in crate::chart) fn values(markup: &str, key: &str) -> Vec<String> {
    tags(markup).into_iter().filter_map(|tag| value(tag, key)).collect()
}

fn value(tag: &str, key: &str) -> Option<String> {
    let (_, after) = tag.split_once(&format!(" {key}=\""))?;
    after.split_once('"').map(|(value, _)| value.to_owned())
}

/// Width and height of a drawing.
pub(in crate::chart) fn size(markup: &str) -> [f64; 2] {
    let view = values(markup, "viewBox").into_iter().next().expect("a drawing has a view box");
    let mut sizes = view.split(' ').skip(2).map(|size| size.parse().expect("a number"));
    [(); 2].map(|()| sizes.next().expect("width and height"))
}

/// The areas that words cover, a little narrower than their line.
pub(in crate::chart) fn boxes(markup: &str) -> Vec<(Area, String)> {
    let texts = markup.split("<text ").skip(1).filter_map(|piece| piece.split_once('>'));
    let boxes = texts.map(|(tag, after)| {
        let words = after.split("</text>").next().unwrap_or_default();
        let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        let words = words.replace("&amp;", "&");
        let tag = format!(" {tag}");
        let number = |key: &str| value(&tag, key).and_then(|v| v.parse::<f64>().ok());
        let size = number("font-size").unwrap_or(13.0);
        let wide = width(&words, size);
        let x = number("x").unwrap_or(f64::NAN);
        let left = match value(&tag, "text-anchor").as_deref() {
            Some("middle") => x - wide / 2.0,
            Some("end") => x - wide,
            _ => x,
        };
        let y = number("y").unwrap_or(f64::NAN);
        (Area { left, right: left + wide, top: y - size * 0.8, bottom: y + size * 0.2 }, words)
    });
    boxes.collect()
}

#[test]
fn the_check_finds_what_is_broken() {
    for sound in ["<a></a>", "<a b=\"c\" d=\"\">x &amp; y<c></c></a>", "text"] {
        assert_eq!(check(sound), Ok(()), "{sound}");
    }
    for broken in
        ["<a>", "</a>", "<a><b></a></b>", "<a b=c></a>", "<a b=\"1\" b=\"2\"></a>", "a & b", "<"]
    {
        assert!(check(broken).is_err(), "{broken}");
    }
}
