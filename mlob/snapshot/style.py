"""The one style sheet of the snapshot document: quiet, black on white, colour only for what is wrong."""

__all__ = ["STYLE"]

STYLE = """
:root{--ink:#17212b;--soft:#55656f;--line:#d4dbe1;--land:#f7f8f6;--edge:#a9b5bd;--bad:#b3261e;--mark:#2d3b47}
*{box-sizing:border-box}
body{margin:0 auto;max-width:70rem;padding:0 1rem;color:var(--ink);background:#fff;
 font:15px/1.45 Inter,"Segoe UI","Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums}
table{width:100%;border-collapse:collapse;margin:.4rem 0}
.vel,.vel>*>tr>td{margin:0;padding:0;border:0}
.band{display:flex;justify-content:center;gap:1em;padding:.3rem;border:2px solid var(--ink);font-weight:700}
.oefening{color:var(--bad);letter-spacing:.06em}
h1{font-size:1.7rem;margin:.8rem 0 .1rem}h2{font-size:1.15rem;margin:1.4rem 0 .3rem}
header p,section p{margin:.2rem 0;color:var(--soft)}
section th{text-align:left;font-weight:600;color:var(--soft)}
section th,section td{padding:.22rem .5rem .22rem 0;border-bottom:1px solid var(--line);vertical-align:top}
section td:first-child,section td:last-child{overflow-wrap:anywhere}section th{white-space:nowrap}
section.alarm{border-left:6px solid var(--bad);padding-left:.8rem}
.let-op{border:2px solid var(--bad);padding:.4rem .7rem;font-weight:600}
.cijfers{display:flex;flex-wrap:wrap;gap:.5rem 2.5rem;margin:.3rem 0}
.cijfers dt{color:var(--soft)}.cijfers dd{margin:0;font-size:1.7rem;font-weight:700}
.kaart>svg{display:block;width:100%;max-width:40rem;height:auto;background:#dde6ea}
.regio{fill:var(--land);stroke:var(--edge);stroke-width:.8}
.grip{fill:#f3c9c5;stroke:var(--bad);stroke-width:1.2}
.niveau{font:700 13px sans-serif;fill:var(--bad);paint-order:stroke;stroke:#fff;stroke-width:3}
.gebied{fill:#8a5a0033;stroke:#8a5a00;stroke-width:1}
.teken{fill:var(--mark);stroke:#fff;stroke-width:.8}.teken.hoog{fill:var(--bad)}
.teken text{fill:#fff;stroke:none;font-family:sans-serif;font-weight:700}
.legenda{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin:.4rem 0;padding:0}
.legenda svg{vertical-align:-3px}
@page{size:A4;margin:12mm}
@media print{
 body{padding:0;max-width:none;font-size:9.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
 section tr,.cijfers,.kaart{break-inside:avoid}h2{break-after:avoid}.kaart>svg{max-width:150mm}
}
"""
