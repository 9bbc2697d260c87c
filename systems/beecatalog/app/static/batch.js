// A batch: how far it is (asked for again and again), and its products.

import { createApp, h } from "./vendor/vue.runtime.esm-browser.prod.js";
import { ask, boot, count, money } from "./api.js";

const EVERY = 1000;
const TYPING = 250;
const start = boot();
const words = start.words;
const api = `/api/v1/batches/${start.batch.id}/`;

const chip = (kind, text) => h("span", { class: ["chip", kind] }, text);

const Batch = {
  data() {
    const asked = new URLSearchParams(location.search);
    return {
      batch: start.batch,
      lines: start.lines,
      matches: start.matches,
      page: Number(asked.get("page")) || 1,
      query: asked.get("q") ?? "",
      state: asked.get("state") ?? "",
      failed: false,
    };
  },
  computed: {
    total() {
      return Object.values(this.batch.counts).reduce((sum, n) => sum + n, 0);
    },
    waiting() {
      return this.batch.counts.waiting;
    },
    working() {
      return this.batch.state === "working";
    },
    pages() {
      return Math.max(1, Math.ceil(this.matches / start.pageSize));
    },
  },
  mounted() {
    if (this.working) this.watch();
  },
  methods: {
    async fill() {
      this.batch.state = "working";
      this.watch();
      const { ok, answer } = await ask("POST", `${api}process/`);
      this.failed = !ok;
      if (ok) this.batch = answer;
      clearTimeout(this.timer);
      await this.load();
    },
    async stop() {
      await ask("POST", `${api}stop/`);
    },
    watch() {
      clearTimeout(this.timer);
      this.timer = setTimeout(async () => {
        const { ok, answer } = await ask("GET", api);
        if (ok) this.batch = answer;
        await this.load();
        if (this.working) this.watch();
      }, EVERY);
    },
    search(changes) {
      Object.assign(this, changes, { page: 1 });
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.load(), TYPING);
    },
    turn(by) {
      this.page += by;
      this.load();
    },
    async load() {
      const asked = new URLSearchParams({ q: this.query, state: this.state, page: this.page });
      history.replaceState(null, "", `?${asked}`);
      const { ok, answer } = await ask("GET", `${api}products/?${asked}`);
      this.failed = !ok;
      if (ok) [this.lines, this.matches] = [answer.results, answer.count];
    },
    progress() {
      const done = this.total - this.waiting;
      const says = this.working
        ? words.working
        : this.waiting
          ? `${count(this.waiting)} ${words.waiting}`
          : words.allDone;
      const button = this.working
        ? h("button", { class: "button plain", onClick: this.stop }, words.stop)
        : h("button", { class: "button", onClick: this.fill }, words.fill);
      return h("div", { class: "card progress" }, [
        h("div", [
          h("p", { class: "big" }, [
            `${count(done)} `,
            h("span", { class: "quiet" }, `${words.of} ${count(this.total)}`),
          ]),
          h("p", { class: "quiet", role: "status" }, says),
          h("progress", { max: this.total || 1, value: done }),
        ]),
        this.working || this.waiting ? button : null,
      ]);
    },
    filters() {
      const states = Object.entries({ "": words.any, ...start.states });
      return h("div", { class: "filters", role: "search" }, [
        h("div", { class: "field" }, [
          h("label", { for: "q" }, words.search),
          h("input", {
            id: "q",
            type: "search",
            value: this.query,
            onInput: (event) => this.search({ query: event.target.value }),
          }),
        ]),
        h("div", { class: "field" }, [
          h("label", { for: "state" }, words.state),
          h(
            "select",
            { id: "state", onChange: (event) => this.search({ state: event.target.value }) },
            states.map(([value, label]) =>
              h("option", { value, selected: value === this.state }, label),
            ),
          ),
        ]),
      ]);
    },
    line(one) {
      const path = `/products/${one.id}/`;
      const notes = [one.sku, one.gtin ? "" : words.noGtin].filter(Boolean).join(" · ");
      const odd = one.warnings
        ? h("span", { class: "todo-text" }, ` · ${one.warnings} ${words.odd}`)
        : null;
      return h("tr", { key: one.id }, [
        h("td", { class: "quiet" }, one.row),
        h("td", [h("a", { href: path }, one.name || words.noName), h("small", [notes, odd])]),
        h("td", { class: "n" }, money(one.price)),
        h("td", chip(`state-${one.state}`, start.states[one.state])),
        h(
          "td",
          h(
            "span",
            { class: "chips" },
            Object.entries(start.marketplaces).map(([slug, name]) =>
              h(
                "a",
                {
                  class: ["chip", one.errors[slug] ? "todo" : "good"],
                  href: `${path}?marketplace=${slug}`,
                },
                `${name} ${one.errors[slug] || "✓"}`,
              ),
            ),
          ),
        ),
      ]);
    },
    table() {
      if (!this.lines.length) return h("div", { class: "empty" }, h("p", words.none));
      const heads = [words.row, words.product, words.price, words.state, words.errors];
      return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": words.product }, [
        h("table", [
          h("thead", h("tr", heads.map((text, n) => h("th", { class: n === 2 ? "n" : "" }, text)))),
          h("tbody", this.lines.map(this.line)),
        ]),
      ]);
    },
    pager() {
      if (this.pages === 1) return null;
      const turn = (by, text, off) =>
        h("button", { class: "link", disabled: off, onClick: () => this.turn(by) }, text);
      return h("nav", { class: "pager", "aria-label": words.page }, [
        turn(-1, `← ${words.previous}`, this.page <= 1),
        h("span", `${words.page} ${count(this.page)} ${words.of} ${count(this.pages)}`),
        turn(1, `${words.next} →`, this.page >= this.pages),
      ]);
    },
  },
  render() {
    const failed = h("p", { class: "notice bad", role: "alert" }, words.failed);
    return [
      this.failed ? failed : null,
      this.progress(),
      this.filters(),
      this.table(),
      this.pager(),
    ];
  },
};

createApp(Batch).mount("#batch-app");
