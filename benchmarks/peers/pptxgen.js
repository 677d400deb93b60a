// PptxGenJS used plainly: node pptxgen.js REPORT PPTX (needs pptxgenjs and js-yaml from npm).
const fs = require("fs");
const yaml = require("js-yaml");
const PptxGenJS = require("pptxgenjs");

const [source, target] = process.argv.slice(2);
const data = yaml.load(fs.readFileSync(source, "utf8"), { schema: yaml.JSON_SCHEMA });
const shown = (text) =>
  text.replace(/\s*{{\s*([\w.]+)\s*}}\s*/g, (_, ref) => {
    const [name, part] = ref.split(".");
    const f = data.figures[name];
    return part ? f.change : `${f.value}${f.unit}`;
  });

const deck = new PptxGenJS();
deck.layout = "LAYOUT_WIDE";
let slide = deck.addSlide();
slide.addText(data.title, { x: 1, y: 2, w: 11, h: 1.5, fontSize: 44 });
slide.addText(data.subtitle, { x: 1, y: 4, w: 11, h: 1, fontSize: 20 });
slide = deck.addSlide();
slide.addText(data.sections.map((s) => s.title).join("\n"), { x: 1, y: 1, w: 11, h: 5 });
for (const s of data.sections) {
  const paragraphs = s.body.split("\n\n").map(shown);
  s.charts.forEach((c, k) => {
    let labels, rows;
    if (c.table) {
      const t = data.tables[c.table];
      const ys = Array.isArray(c.y) ? c.y : [c.y];
      labels = t.rows.map((r) => r[t.columns.indexOf(c.x)]);
      rows = ys.map((y) => ({ name: y, labels, values: t.rows.map((r) => +r[t.columns.indexOf(y)]) }));
    } else {
      labels = c.values.map((n) => data.figures[n].label);
      rows = [{ name: "数值", labels, values: c.values.map((n) => +data.figures[n].value) }];
    }
    slide = deck.addSlide();
    slide.addText(c.takeaway, { x: 1.2, y: 0.5, w: 11, h: 0.6, fontSize: 28 });
    slide.addChart(c.kind === "line" ? deck.charts.LINE : deck.charts.BAR, rows, {
      x: 1.2, y: 1.5, w: 7.4, h: 5, barDir: c.kind === "bar" ? "bar" : "col",
      showValue: true, showLegend: rows.length > 1,
    });
    slide.addText(paragraphs[k].slice(0, 120), { x: 9, y: 1.5, w: 3.4, h: 5, fontSize: 14 });
    slide.addNotes(s.lead);
  });
}
deck.writeFile({ fileName: target });
