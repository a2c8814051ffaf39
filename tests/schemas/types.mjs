// TypeScript types made from the schemas, and every accepted document as a value of its
// type: `tsc` then says whether each fits. Ajv validates the same documents, and refuses
// one that lacks a field.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { compile } from "json-schema-to-typescript";

const schemas = join(dirname(fileURLToPath(import.meta.url)), "../../schemas");
const out = process.argv[2];
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const json = (path) => JSON.parse(readFileSync(path, "utf8"));
const namesIn = (folder) => readdirSync(folder).filter((name) => name.endsWith(".json")).sort();

// Lengths of whole numbers, which JSON Schema leaves to those who use them.
const lengths = ["uint", "uint8", "uint16", "uint32", "uint64", "int16", "int32", "int64", "double"];

let typed = 0;
let refused = 0;
for (const file of namesIn(join(schemas, "v1"))) {
  const name = file.replace(".json", "");
  const schema = json(join(schemas, "v1", file));
  const ajv = addFormats(new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }));
  for (const format of lengths) ajv.addFormat(format, true);
  const valid = ajv.compile(schema);
  const types = await compile(structuredClone(schema), name, { bannerComment: "", format: false });
  writeFileSync(join(out, `${name}.ts`), types);
  // The type of the document is called by its title.
  const words = schema.title.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const type = words.map((word) => word[0].toUpperCase() + word.slice(1)).join("");
  const examples = namesIn(join(schemas, "accepted", name));
  examples.forEach((example, at) => {
    const document = json(join(schemas, "accepted", name, example));
    if (!valid(document)) throw new Error(`${name}/${example}: ${ajv.errorsText(valid.errors)}`);
    for (const field of schema.required) {
      const { [field]: _, ...lacking } = document;
      if (valid(lacking)) throw new Error(`${name}/${example}: valid without ${field}`);
      refused += 1;
    }
    const value = JSON.stringify(document, null, 1);
    const text = `import type { ${type} } from "./${name}.js";\nexport const example: ${type} = ${value};\n`;
    writeFileSync(join(out, `${name}.${at}.example.ts`), text);
    typed += 1;
    if (at === 0) {
      const [field] = schema.required;
      const { [field]: _, ...lacking } = document;
      const text = `import type { ${type} } from "./${name}.js";\n// @ts-expect-error: it lacks \`${field}\`.\nexport const refused: ${type} = ${JSON.stringify(lacking)};\n`;
      writeFileSync(join(out, `${name}.refused.ts`), text);
    }
  });
}
console.log(`TypeScript types and Ajv: ${typed} documents, ${refused} without a field refused`);
