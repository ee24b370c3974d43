"""The one style sheet of the snapshot document: quiet, black on white, colour only for what is wrong."""

__all__ = ["STYLE"]

STYLE = """
:root{--ink:#17212b;--soft:#55656f;--line:#d4dbe1;--bad:#b3261e}
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
section td{overflow-wrap:anywhere}section td.getal,section time{white-space:nowrap}
section th{white-space:nowrap}
section.alarm{border-left:6px solid var(--bad);padding-left:.8rem}
.code{padding:.05em .4em;border-radius:2px;background:#e6ebef;
 color:var(--soft);font-size:.7em;font-weight:600}
h3{font-size:1rem;margin:.9rem 0 .1rem}section .getal{text-align:right}tr.hoog td{background:#fbeceb}
section p.let-op{border-left:3px solid var(--bad);padding:.2rem .6rem;color:var(--ink);font-weight:600}
section p.niveau3,section p.niveau4{border-left:3px solid var(--bad);padding-left:.6rem;color:var(--ink)}
section p.niveau2{border-left:3px solid #8a5a00;padding-left:.6rem;color:var(--ink)}
section p.niveau4{font-weight:600}
blockquote{margin:.4rem 0;padding:.4rem .8rem;border-left:3px solid #0b5cad;background:#f4f6f8}
blockquote footer{color:var(--soft);font-size:.85em}
.cijfers{display:flex;flex-wrap:wrap;gap:.5rem 2.5rem;margin:.3rem 0}
.cijfers dt{color:var(--soft)}.cijfers dd{margin:0;font-size:1.7rem;font-weight:700}
.cijfers .hoog dd{color:var(--bad)}
.kaart>svg{display:block;width:100%;max-width:40rem;height:auto;margin-bottom:.6rem;background:#dde6ea}
.legenda{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin:.4rem 0;padding:0}
.legenda svg{vertical-align:-3px;font-family:Inter,sans-serif}
@page{size:A4;margin:12mm}
@media print{
 body{padding:0;max-width:none;font-size:9.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
 section tr,.cijfers,.kaart{break-inside:avoid}h2{break-after:avoid}.kaart>svg{max-width:150mm}
}
"""
