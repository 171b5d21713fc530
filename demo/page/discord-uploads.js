// @ts-check
import { h } from "./dom.js";
import { fileSize } from "./format.js";
import { icon } from "./icons.js";

const MAX_FILES = 10;
const MAX_BYTES = 10 * 1024 * 1024;

/** Files that wait to be sent. */
export function createUploads() {
  /** @type {File[]} */
  let files = [];
  let problem = "";
  const picker = /** @type {HTMLInputElement} */ (
    h("input", { type: "file", multiple: true, hidden: true, tabindex: -1, "aria-hidden": "true" })
  );
  const button = h(
    "button",
    {
      type: "button",
      class: "attach",
      "aria-label": "Attach files",
      on: { click: () => picker.click() },
    },
    icon("plus", 20),
  );
  const shown = h("div", { class: "uploads", "aria-live": "polite" });
  const draw = () => {
    shown.replaceChildren(
      ...files.map((file) =>
        h(
          "span",
          { class: "upload" },
          icon("file", 18),
          h("span", {}, file.name, h("small", {}, fileSize(file.size))),
          h(
            "button",
            {
              type: "button",
              "aria-label": `Remove ${file.name}`,
              on: {
                click: () => {
                  files = files.filter((one) => one !== file);
                  draw();
                },
              },
            },
            icon("close", 14),
          ),
        ),
      ),
      ...(problem ? [h("p", { class: "d-failed", role: "alert" }, problem)] : []),
    );
  };
  /** @param {Iterable<File>} more */
  const add = (more) => {
    const wanted = [...more];
    const heavy = wanted.find(({ size }) => size > MAX_BYTES);
    problem = heavy ? `${heavy.name} is too large: a file may have ${fileSize(MAX_BYTES)}.` : "";
    files = [...files, ...wanted.filter(({ size }) => size <= MAX_BYTES)].slice(0, MAX_FILES);
    draw();
  };
  picker.addEventListener("change", () => {
    add(picker.files ?? []);
    picker.value = "";
  });
  return {
    picker,
    button,
    shown,
    add,
    count: () => files.length,
    clear() {
      files = [];
      problem = "";
      draw();
    },
    /** As the server takes them. */
    read: () => Promise.all(files.map(toUpload)),
  };
}

/** @param {File} file @returns {Promise<{ name: string, contentType: string, base64: string }>} */
function toUpload(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("error", () => reject(new Error(`${file.name} cannot be read`)));
    reader.addEventListener("load", () =>
      resolve({
        name: file.name,
        contentType: file.type || "text/plain",
        base64: String(reader.result).split(",")[1] ?? "",
      }),
    );
    reader.readAsDataURL(file);
  });
}

/** What stands below a message: pictures as such, other files by name. @param {import("./state.js").Message["attachments"]} files */
export function attachmentsOf(files) {
  return files.map((file) => {
    const link = { href: file.path, target: "_blank", rel: "noopener noreferrer" };
    if (/^image\/(?:png|jpeg|gif|webp)$/.test(file.contentType))
      return h(
        "a",
        { ...link, class: "picture" },
        h("img", { src: file.path, alt: file.name, loading: "lazy" }),
      );
    return h(
      "div",
      { class: "attachment" },
      icon("file", 28),
      h("span", {}, h("a", link, file.name), h("small", {}, fileSize(file.size))),
    );
  });
}
