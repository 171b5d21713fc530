/** The page's only style sheet: light and dark, narrow and wide, screen and paper. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ground:#f5f6f8;--ink:#1c2330;--soft:#5a6577;--line:#dfe3ea;--accent:#2f5fd0;
--good:#1d7a46;--warn:#9a5b00;--bad:#a8323b;--track:#e9ecf2;--reply:#f1f5fd;
--t1:#2f5fd0;--t2:#c98a12;--t3:#7a3fc4;--t4:#b0468f;--t5:#1b8a8f;--t6:#9aa6b8;--t7:#cdd4df}
@media (prefers-color-scheme:dark){:root{--paper:#171c25;--ground:#0f131a;--ink:#e6eaf1;--soft:#a0abbd;--line:#2b3342;--accent:#86a8ff;
--good:#62c98e;--warn:#e2ac5a;--bad:#f0868d;--track:#242c3a;--reply:#1c2536;
--t1:#6f97ff;--t2:#e0aa3e;--t3:#ad83f0;--t4:#e07fc1;--t5:#4fc3c8;--t6:#66728a;--t7:#3b4557}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
main{max-width:60rem;margin:0 auto;padding:2rem 1.25rem 4rem}
header{margin-bottom:1.5rem}
h1{font-size:clamp(1.6rem,4vw,2.3rem);line-height:1.15;letter-spacing:-.02em;margin:.2rem 0 .8rem;text-wrap:balance}
h2{font-size:1.35rem;line-height:1.25;letter-spacing:-.01em;margin:0 0 .6rem}
h3{font-size:1.05rem;margin:1.8rem 0 .3rem}
h3 span{color:var(--soft);font-weight:400;margin-left:.3rem;font-variant-numeric:tabular-nums}
h4{font-size:1rem;margin:0 0 .3rem}
p{margin:.4rem 0 .7rem}
a{color:var(--accent)}
.over{color:var(--accent);font-weight:600;margin:0}
.lead{font-size:1.13rem;max-width:48rem}
.fine{color:var(--soft);font-size:.89rem}
.path{color:var(--soft);font-size:.86rem}
section{background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:1.4rem 1.5rem;margin:1rem 0}
nav{margin:1rem 0;font-size:.92rem}nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;list-style:none;margin:0;padding:0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.6rem,1fr));gap:1.1rem 1.5rem;margin:0 0 1.4rem}
.tiles dt{color:var(--soft);font-size:.89rem}.tiles dd{margin:0}
.tiles b{display:block;font-size:2rem;line-height:1.15;font-weight:650;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.tiles span{color:var(--soft);font-size:.86rem}
figure{margin:1.2rem 0 0}figcaption{color:var(--soft);font-size:.89rem}
.split>svg{display:block;width:100%;height:1.5rem;border-radius:6px}
.split ul{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;margin:.7rem 0 0;padding:0;color:var(--ink)}
.split li svg{width:.75rem;height:.75rem;margin-right:.4rem}
.t1{fill:var(--t1)}.t2{fill:var(--t2)}.t3{fill:var(--t3)}.t4{fill:var(--t4)}.t5{fill:var(--t5)}.t6{fill:var(--t6)}.t7{fill:var(--t7)}
.share{color:var(--soft);font-size:.86rem;white-space:nowrap}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(22rem,1fr));gap:1rem 2.5rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.3rem 0 .4rem}
.bars{margin-top:.6rem}.bars th{text-align:left;font-weight:400;width:46%;padding:.2rem .7rem .2rem 0;font-size:.93rem;line-height:1.3}
.bars td{padding:.2rem 0}.bars .bar{width:36%}.bars .bar svg{display:block;width:100%;height:.75rem}
.bars .number{text-align:right;padding-left:.7rem;white-space:nowrap}.bars .share{text-align:right;padding-left:.6rem;width:3.6rem}
.fill{fill:var(--t1)}.track{fill:var(--track)}.axis{fill:var(--line)}
.columns svg{display:block;width:100%;height:auto;margin-top:.5rem}
.ends{display:flex;justify-content:space-between;color:var(--soft);font-size:.86rem}
.scroll{overflow-x:auto}
.figures{font-size:.92rem}.figures th,.figures td{text-align:right;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
.figures th:first-child,.figures .left{text-align:left}
.figures thead th{color:var(--soft);font-weight:500}.figures tbody th{font-weight:500}
ol.ranked,ol.cards,ol.plain{list-style:none;padding:0;margin:.6rem 0}
.ranked>li{display:flex;gap:.9rem;padding:.6rem 0;border-top:1px solid var(--line)}
.ranked>li:first-child{border-top:0}.ranked>li>div{min-width:0;flex:1}.ranked p{margin:0}
.times{flex:none;min-width:3.2rem;text-align:right;font-weight:600;font-variant-numeric:tabular-nums}
.lines>li{padding:.35rem 0}.lines .said,.lines .code{margin:0}
.also{margin:.2rem 0 0;padding-left:1.1rem;color:var(--soft);font-size:.92rem}
.plain>li{padding:.45rem 0;border-top:1px solid var(--line)}.plain>li:first-child{border-top:0}
.card{border:1px solid var(--line);border-radius:10px;padding:1rem 1.1rem;margin:.7rem 0;break-inside:avoid}
.card p:last-child,.card details:last-child{margin-bottom:0}
.asked{color:var(--soft);font-size:.95rem}
.reply{background:var(--reply);border-left:3px solid var(--accent);border-radius:0 6px 6px 0;padding:.5rem .9rem;margin:.5rem 0}
.said{white-space:pre-wrap;margin:.25rem 0}.claim .said:last-of-type{display:inline}.claim{margin:.3rem 0}sup{color:var(--soft);margin-left:.3em}
.code{font:.84rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--ground);border-radius:6px;padding:.6rem .8rem;margin:.3rem 0;max-height:22rem;overflow:auto;white-space:pre-wrap}
pre.said{font:.85rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--ground);border-radius:6px;padding:.8rem 1rem;max-height:30rem;overflow:auto}
.sources{font-size:.92rem;padding-left:1.4rem;margin:.5rem 0}.sources q{display:block;color:var(--soft);font-size:.9rem}
.label{border:1px solid var(--line);border-radius:1rem;padding:.05rem .5rem;margin-left:.2rem;white-space:nowrap}
.good{color:var(--good)}.borderline{color:var(--warn)}.declined{color:var(--bad)}
.honest{border-left:5px solid var(--warn)}.honest li{margin:.45rem 0}
details{margin:.6rem 0}summary{cursor:pointer;color:var(--accent)}
a:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
footer{color:var(--soft);font-size:.89rem;padding:1rem .2rem}
@media (max-width:40rem){section{padding:1.1rem 1rem}.pair{grid-template-columns:1fr}.bars th{width:48%}.bars .bar{width:24%}.times{min-width:2.6rem}}
@media (min-width:34rem){.tiles{grid-template-columns:repeat(3,1fr)}}
@media print{body{background:#fff;font-size:10.5pt}main{max-width:none;padding:0}section{border:0;border-top:1px solid #bbb;border-radius:0;padding:.8rem 0}
nav{display:none}#said details::details-content{content-visibility:visible;block-size:auto}h2,h3{break-after:avoid}.code,pre.said{max-height:none}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
