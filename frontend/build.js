// Builds what the wheel ships: style sheets, scripts, fonts, licences; then writes vendor.json.
// Run `npm ci && npm run build` here after changing a source or a version; commit the result.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const out = join(root, "src/motcua/static");
const modules = join(here, "node_modules");

const THIRD_PARTY = [
  {
    name: "govuk-frontend",
    licence: "MIT",
    note: "Recompiled into both style sheets without its font, crown or logo.",
    copies: [["licences/govuk-frontend.txt", "src/motcua/static/licences/govuk-frontend.txt"]],
  },
  {
    name: "@fontsource/be-vietnam-pro",
    licence: "OFL-1.1",
    note: "Be Vietnam Pro, weights 400 and 700, subsets vietnamese and latin.",
    copies: [
      ...["vietnamese", "latin"].flatMap((subset) =>
        [400, 700].map((weight) => {
          const file = `be-vietnam-pro-${subset}-${weight}-normal.woff2`;
          return [`@/files/${file}`, `src/motcua/static/fonts/${file}`];
        }),
      ),
      ["@/LICENSE", "src/motcua/static/licences/be-vietnam-pro.txt"],
    ],
  },
  {
    name: "@expo-google-fonts/noto-sans-khmer",
    licence: "OFL-1.1",
    note: "Noto Sans Khmer, weights 400 and 700: what Liberation Serif lacks on official paper.",
    copies: [
      ["@/400Regular/NotoSansKhmer_400Regular.ttf", "src/motcua/ui/fonts/NotoSansKhmer-Regular.ttf"],
      ["@/700Bold/NotoSansKhmer_700Bold.ttf", "src/motcua/ui/fonts/NotoSansKhmer-Bold.ttf"],
      ["@/LICENSE_FONT", "src/motcua/ui/fonts/NotoSansKhmer-LICENSE.txt"],
    ],
  },
  {
    name: "jsqr",
    licence: "Apache-2.0",
    note: "Reads QR codes from the counter's camera; a page asks for it where it is used.",
    copies: [
      ["@/dist/jsQR.js", "src/motcua/static/vendor/jsqr.js"],
      ["@/LICENSE", "src/motcua/static/licences/jsqr.txt"],
    ],
  },
  {
    name: "tus-js-client",
    licence: "MIT",
    note: "Uploads that go on after the network was cut.",
    copies: [
      ["@/dist/tus.min.js", "src/motcua/static/vendor/tus.min.js"],
      ["@/LICENSE", "src/motcua/static/licences/tus-js-client.txt"],
    ],
  },
  {
    name: "pdfjs-dist",
    licence: "Apache-2.0",
    note: "Shows papers beside the dossier; officials' pages only.",
    copies: [
      ["@/build/pdf.min.mjs", "src/motcua/static/vendor/pdf.min.mjs"],
      ["@/build/pdf.worker.min.mjs", "src/motcua/static/vendor/pdf.worker.min.mjs"],
      ["@/LICENSE", "src/motcua/static/licences/pdfjs-dist.txt"],
    ],
  },
  {
    name: "axe-core",
    licence: "MPL-2.0",
    note: "Unchanged; used by tests only and not part of the wheel.",
    copies: [
      ["@/axe.min.js", "tests/vendor/axe.min.js"],
      ["@/LICENSE", "tests/vendor/axe-core.LICENSE.txt"],
    ],
  },
];

// Shipped as it is: nothing to copy here, but its bytes are pinned too.
const AS_SHIPPED = [
  {
    name: "liberation-fonts",
    version: "2.1.5",
    licence: "OFL-1.1",
    note: "Liberation Serif, the face of official paper.",
    files: ["Regular", "Bold", "Italic", "BoldItalic"]
      .map((style) => `src/motcua/ui/fonts/LiberationSerif-${style}.ttf`)
      .concat("src/motcua/ui/fonts/LICENSE.txt"),
  },
  {
    name: "bpmn-schemas",
    version: "2.0",
    licence: "MIT",
    note: "The OMG's schemas as bpmn-moddle 10.3.1 ships them; used by tests only.",
    files: ["BPMN20.xsd", "BPMNDI.xsd", "DC.xsd", "DI.xsd", "Semantic.xsd", "LICENSE.txt"].map(
      (file) => `tests/vendor/bpmn/${file}`,
    ),
  },
];

// Served from another Python package; the checker finds the file inside that package.
const FROM_PACKAGES = [
  {
    name: "htmx",
    version: "2.0.10",
    licence: "0BSD",
    note: "Served from the Python package django-htmx; officials' pages only.",
    package: "django_htmx",
    files: ["static/django_htmx/htmx-2.min.js"],
    sha256: ["71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de"],
  },
];

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const digest = (path) => sha256(readFileSync(join(root, path)));
const version = (name) =>
  JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8")).version;

function sources() {
  const folders = ["sass", "js"];
  const files = folders.flatMap((folder) =>
    readdirSync(join(here, folder)).map((file) => `frontend/${folder}/${file}`),
  );
  return [...files, "frontend/build.js", "frontend/package-lock.json"].sort();
}

function fresh(folder) {
  rmSync(join(out, folder), { recursive: true, force: true });
  mkdirSync(join(out, folder), { recursive: true });
}

function buildStyles() {
  fresh("css");
  for (const name of ["portal", "desk"]) {
    const { css } = sass.compile(join(here, "sass", `${name}.scss`), {
      loadPaths: [modules],
      style: "compressed",
      charset: false,
    });
    writeFileSync(join(out, "css", `${name}.css`), `${css}\n`);
  }
}

function copyScripts() {
  fresh("js");
  cpSync(join(here, "js"), join(out, "js"), { recursive: true });
}

// A script's pointer to a source map that is not shipped would be a broken reference.
function copy(source, target) {
  if (!/\.m?js$/.test(source)) return cpSync(source, target);
  const script = readFileSync(source, "utf8");
  writeFileSync(target, script.replace(/^\/\/# sourceMappingURL=.*\n?/m, ""));
}

function copyThirdParty() {
  fresh("fonts");
  fresh("licences");
  fresh("vendor");
  return THIRD_PARTY.map(({ name, licence, note, copies }) => {
    for (const [from, to] of copies) {
      const source = from.startsWith("@/") ? join(modules, name, from.slice(2)) : join(here, from);
      mkdirSync(dirname(join(root, to)), { recursive: true });
      copy(source, join(root, to));
    }
    const files = Object.fromEntries(copies.map(([, to]) => [to, digest(to)]));
    return { name, version: version(name), licence, note, files };
  });
}

function built() {
  const files = ["css", "img", "js"].flatMap((folder) =>
    readdirSync(join(out, folder)).map((file) => join(out, folder, file)),
  );
  return files.map((file) => relative(root, file)).sort();
}

function writeVendor(thirdParty) {
  const listed = (paths) => Object.fromEntries(paths.map((path) => [path, digest(path)]));
  const document = {
    third_party: [
      ...thirdParty,
      ...AS_SHIPPED.map(({ files, ...rest }) => ({ ...rest, files: listed(files) })),
      ...FROM_PACKAGES.map(({ files, sha256: sums, ...rest }) => ({
        ...rest,
        files: Object.fromEntries(files.map((file, i) => [file, sums[i]])),
      })),
    ],
    build_tools: [{ name: "sass", version: version("sass"), licence: "MIT" }],
    sources: listed(sources()),
    built: listed(built()),
  };
  writeFileSync(join(here, "vendor.json"), `${JSON.stringify(document, null, 2)}\n`);
}

buildStyles();
copyScripts();
writeVendor(copyThirdParty());
