// A product: its fields, what each marketplace is told, and what is wrong, as it is typed.

import { createApp, h } from "./vendor/vue.runtime.esm-browser.prod.js";
import { ask, boot } from "./api.js";

const start = boot();
const words = start.words;
const WHOLE = new Set(["stock", "weight_g"]);
const CODES = new Set(["gtin", "ncm"]);

// Field by field as the API takes it; what can't be understood is sent as it is and refused there.
const value = {
  price(text) {
    const plain = text.replace(/R\$|\s/g, "");
    if (!plain) return null;
    return /,\d{1,2}$/.test(plain) ? plain.replace(/\./g, "").replace(",", ".") : plain;
  },
  lines: (text) => text.split("\n").map((line) => line.trim()).filter(Boolean),
  keywords: (text) => text.split(";").map((word) => word.trim()).filter(Boolean),
};

function known(field) {
  const text = field.value.trim();
  if (field.name === "price") return value.price(text);
  if (WHOLE.has(field.name)) return text === "" ? null : text;
  if (CODES.has(field.name)) return text.replace(/[\s.\-/]/g, "");
  return field.kind === "lines" ? value.lines(text) : text;
}

function told(tab) {
  const listing = { attributes: {} };
  for (const field of tab.fields) {
    const name = field.name.slice(tab.slug.length + 1);
    if (name.startsWith("attribute.")) listing.attributes[name.slice(10)] = field.value.trim();
    else if (name === "keywords") listing.keywords = value.keywords(field.value);
    else listing[name] = field.kind === "lines" ? value.lines(field.value) : field.value.trim();
  }
  return listing;
}

const first = (error) => {
  while (error && typeof error === "object") error = Object.values(error)[0];
  return error ?? "";
};

const Product = {
  data: () => ({
    fields: start.fields,
    tabs: start.tabs,
    slug: start.slug,
    reviewed: start.reviewed,
    status: "",
    bad: false,
    busy: false,
  }),
  computed: {
    tab() {
      return this.tabs.find((tab) => tab.slug === this.slug);
    },
  },
  methods: {
    show(slug) {
      this.slug = slug;
      history.replaceState(null, "", `?marketplace=${slug}`);
    },
    touch() {
      [this.status, this.bad] = [words.unsaved, false];
    },
    async save() {
      this.busy = true;
      const body = Object.fromEntries(this.fields.map((field) => [field.name, known(field)]));
      body.listings = { [this.slug]: told(this.tab) };
      body.reviewed = this.reviewed;
      this.status = words.saving;
      const { ok, status, answer } = await ask("PATCH", `/api/v1/products/${start.id}/`, body);
      this.busy = false;
      this.bad = !ok;
      this.mark(status === 400 ? answer : {});
      this.status = ok ? words.saved : status === 400 ? words.refused : words.failed;
      if (ok) this.learn(answer);
    },
    mark(errors) {
      const mine = errors.listings?.[this.slug] ?? {};
      for (const field of this.fields) field.error = first(errors[field.name]);
      for (const field of this.tab.fields)
        field.error = first(mine[field.name.slice(this.slug.length + 1)]);
    },
    learn(answer) {
      const labels = this.labels();
      for (const tab of this.tabs) {
        tab.problems = answer.problems[tab.slug].map((one) => ({
          ...one,
          label: labels[`${tab.slug}.${one.field}`] ?? labels[one.field] ?? one.field,
        }));
        tab.errors = tab.problems.filter((one) => one.severity === "error").length;
      }
    },
    labels() {
      const all = [...this.fields, ...this.tabs.flatMap((tab) => tab.fields)];
      return Object.fromEntries(all.map((field) => [field.name, field.label]));
    },
    control(field) {
      const id = `f-${field.name}`;
      const props = {
        id,
        name: field.name,
        value: field.value,
        "aria-invalid": field.error ? "true" : null,
        onInput: (event) => {
          field.value = event.target.value;
          this.touch();
        },
      };
      if (field.kind === "select")
        return h("select", props, field.options.map(([key, label]) =>
          h("option", { value: key, selected: key === field.value }, label)));
      if (field.kind === "area") return h("textarea", { ...props, rows: 7 });
      if (field.kind === "lines") return h("textarea", { ...props, rows: 4 });
      return h("input", { ...props, inputmode: field.numeric ? "numeric" : null });
    },
    field(field) {
      const wide = field.kind === "area" || field.kind === "lines";
      const length = [...field.value].length;
      return h("div", { key: field.name, class: ["field", { bad: field.error, wide }] }, [
        h("label", { for: `f-${field.name}` }, [
          field.label,
          field.required ? h("span", { class: "quiet" }, " *") : null,
          field.origin && field.value ? h("span", { class: "origin" }, ` ${field.origin}`) : null,
        ]),
        this.control(field),
        field.help ? h("p", { class: "help" }, field.help) : null,
        field.max
          ? h("p", { class: ["help", { over: length > field.max }] }, `${length} / ${field.max}`)
          : null,
        field.error ? h("p", { class: "error" }, field.error) : null,
      ]);
    },
    known() {
      return h("section", { class: "card", "aria-labelledby": "known" }, [
        h("h2", { id: "known" }, words.known),
        h("div", { class: "fields" }, this.fields.map(this.field)),
      ]);
    },
    chooser() {
      return h("div", { class: "tabs", role: "tablist" }, this.tabs.map((tab) =>
        h("button", {
          type: "button",
          role: "tab",
          "aria-selected": String(tab.slug === this.slug),
          onClick: () => this.show(tab.slug),
        }, [
          `${tab.name} `,
          h("span", { class: ["chip", tab.errors ? "todo" : "good"] }, tab.errors || "✓"),
        ])));
    },
    wrong() {
      const tab = this.tab;
      if (!tab.problems.length)
        return h("p", { class: "notice good" }, words.ready.replace("%(marketplace)s", tab.name));
      return h("ul", { class: "problems" }, tab.problems.map((one) =>
        h("li", { class: one.severity }, [h("strong", one.label), ` ${one.text}`])));
    },
    told() {
      const tab = this.tab;
      const author = tab.author ? `${words.author}: ${tab.author} · ` : "";
      return h("section", { class: "card", "aria-labelledby": "told" }, [
        this.chooser(),
        h("h2", { id: "told" }, words.told.replace("%(marketplace)s", tab.name)),
        h("p", { class: "quiet" }, `${author}${words.limit}: ${tab.source}`),
        tab.notes.length
          ? h("details", [
              h("summary", words.notTaken),
              h("ul", tab.notes.map((note) => h("li", note))),
            ])
          : null,
        this.wrong(),
        h("div", { class: "fields" }, tab.fields.map(this.field)),
      ]);
    },
    bar() {
      return h("div", { class: "bar" }, [
        h("label", { class: "check" }, [
          h("input", {
            type: "checkbox",
            checked: this.reviewed,
            onChange: (event) => {
              this.reviewed = event.target.checked;
              this.touch();
            },
          }),
          words.reviewed,
        ]),
        h("button", { class: "button", disabled: this.busy, type: "submit" }, words.save),
        h("span", { class: ["status", { bad: this.bad }], role: "status" }, this.status),
      ]);
    },
  },
  render() {
    const submit = (event) => {
      event.preventDefault();
      this.save();
    };
    return h("form", { class: "editor", novalidate: true, onSubmit: submit }, [
      this.known(),
      this.told(),
      this.bar(),
    ]);
  },
};

createApp(Product).mount("#product-app");
