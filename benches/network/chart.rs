//! The chart: a row a case, a mark a client, on a logarithmic scale of time relative to stock PHP. Readable on light and dark.

use crate::{client::Client, report::Row};
use std::fmt::Write;

const WIDTH: f64 = 860.0;
/// Where the scale begins and ends.
const LEFT: f64 = 300.0;
const RIGHT: f64 = 830.0;
const TOP: f64 = 70.0;
const ROW: f64 = 26.0;
/// The scale: powers of ten that it begins and ends with, and its marks.
const FIRST: f64 = -2.0;
const LAST: f64 = 1.2;
const TICKS: &[(f64, &str)] = &[
    (0.02, "0.02"),
    (0.05, "0.05"),
    (0.1, "0.1"),
    (0.2, "0.2"),
    (0.5, "0.5"),
    (1.0, "stock PHP"),
    (2.0, "2"),
    (4.0, "4"),
    (8.0, "8"),
];

const CLIENTS: &[(Client, &str)] = &[
    (Client::Aesock, "PHP with aesock"),
    (Client::Proxy, "PHP through a proxy"),
    (Client::Limit, "a client in Rust"),
];

const STYLE: &str = "
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.scale { font-size: 12px; fill: #59636e; text-anchor: middle }
.grid { stroke: #d1d9e0 }
.stock { stroke: #59636e; stroke-width: 1.5 }
.aesock { fill: #0969da; stroke: #0969da }
.proxy { fill: none; stroke: #bc4c00; stroke-width: 2 }
.limit { fill: #59636e; stroke: #59636e }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.scale { fill: #9198a1 }
.grid { stroke: #3d444d }
.stock { stroke: #9198a1 }
.aesock { fill: #4493f8; stroke: #4493f8 }
.proxy { stroke: #f0883e }
.limit { fill: #9198a1; stroke: #9198a1 }
}
";

/// The chart of the rows that are to be in it, as SVG.
pub fn draw(rows: &[Row]) -> String {
    let rows: Vec<&Row> = rows.iter().filter(|row| row.charted).collect();
    let bottom = TOP + ROW * rows.len() as f64;
    let mut svg = String::new();
    let mut add = |element: String| svg.push_str(&element);
    add(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\">\n\
         <title>Time of an operation, relative to stock PHP in the same run</title>\n<style>{STYLE}</style>\n",
        bottom + 30.0
    ));
    add(text(
        10.0,
        22.0,
        "",
        "Time of an operation, relative to stock PHP in the same run: left is faster",
    ));
    for (place, (client, title)) in CLIENTS.iter().enumerate() {
        let x = 20.0 + 180.0 * place as f64;
        add(mark(*client, x, 44.0));
        add(text(x + 12.0, 48.0, "", title));
    }
    for (value, label) in TICKS {
        let class = if *value == 1.0 { "stock" } else { "grid" };
        add(line(class, x(*value), TOP - 8.0, x(*value), bottom));
        add(text(x(*value), bottom + 18.0, "scale", label));
    }
    for (number, row) in rows.iter().enumerate() {
        let y = TOP + ROW * (number as f64 + 0.5);
        add(text(10.0, y + 4.0, "", &row.name));
        for (client, _) in CLIENTS.iter().rev() {
            let figures = row.figures.get(client);
            if let Some(ratio) = figures.and_then(|figures| figures.ratio) {
                add(line(client.name(), x(ratio.low), y, x(ratio.high), y));
                add(mark(*client, x(ratio.median), y));
            }
        }
    }
    add("</svg>\n".to_owned());
    svg
}

/// Where a ratio stands; what lies beyond the scale stands at its end.
fn x(ratio: f64) -> f64 {
    let part = (ratio.log10().clamp(FIRST, LAST) - FIRST) / (LAST - FIRST);
    LEFT + part * (RIGHT - LEFT)
}

fn mark(client: Client, x: f64, y: f64) -> String {
    let class = client.name();
    match client {
        Client::Limit => format!(
            "<path class=\"{class}\" d=\"M{x:.1} {:.1}v10\" stroke-width=\"3\"/>\n",
            y - 5.0
        ),
        _ => format!("<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\"/>\n"),
    }
}

fn line(class: &str, x1: f64, y1: f64, x2: f64, y2: f64) -> String {
    format!("<path class=\"{class}\" d=\"M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}\"/>\n")
}

fn text(x: f64, y: f64, class: &str, text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let mut element = String::new();
    let _ = writeln!(
        element,
        "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{text}</text>"
    );
    element
}
