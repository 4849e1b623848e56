namespace Trellis;

/// <summary>One style sheet for phone, desk and paper. It names no font that has to be fetched and no address at all.</summary>
internal static class StyleSheet
{
    public const string Css = """
        :root{--ink:#16263a;--quiet:#4f5d6c;--accent:#a02a1c;--rule:#d8d2c4;--wash:#f7f4ee;--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;--serif:"Iowan Old Style","Palatino Linotype",Palatino,Georgia,"Liberation Serif","Noto Serif",serif}
        :root:lang(zh){--sans:system-ui,-apple-system,"PingFang SC","HarmonyOS Sans SC","MiSans","Microsoft YaHei","Source Han Sans SC","Noto Sans CJK SC","Noto Sans SC","WenQuanYi Micro Hei",sans-serif;--serif:"Songti SC","Source Han Serif SC","Noto Serif CJK SC","Noto Serif SC",STZhongsong,STSong,SimSun,serif}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0;background:#fff;color:var(--ink);font:1rem/1.6 var(--sans);font-variant-numeric:tabular-nums lining-nums;overflow-wrap:anywhere}
        :lang(zh) body{line-height:1.75}
        main,header.top,footer{max-width:62rem;margin:0 auto;padding:0 1.25rem}
        header.top{padding-top:2.5rem}
        .kind{margin:0 0 .4rem;color:var(--accent);font-weight:600;letter-spacing:.06em}
        :lang(zh) .kind{letter-spacing:.3em}
        h1,h2,h3{font-family:var(--serif);line-height:1.25;text-wrap:balance;unicode-bidi:isolate}
        h1{font-size:clamp(1.7rem,1.2rem + 2.4vw,2.7rem);font-weight:600;margin:0 0 .6rem;letter-spacing:-.01em}
        .period{margin:0;color:var(--quiet)}
        .seal{height:5px;margin:1.3rem 0 1.6rem;border-top:3px solid var(--accent);border-bottom:1px solid var(--accent)}
        .found{font-size:clamp(1.06rem,1rem + .35vw,1.22rem);max-width:46rem;margin:0 0 1.6rem}
        p{max-width:46rem;margin:0 0 .9rem}
        .quiet,figcaption p{color:var(--quiet)}
        .key{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.2rem,1fr));gap:0;margin:0 0 1.4rem;border-bottom:1px solid var(--rule)}
        .key div{padding:.75rem .9rem .8rem 0;border-top:1px solid var(--rule)}
        .key dt{font-size:.86rem;line-height:1.35;color:var(--quiet)}
        .key dd{margin:.1rem 0 0;font:600 1.5rem/1.25 var(--serif);font-variant-numeric:tabular-nums lining-nums}
        .key small{display:block;font:400 .82rem/1.4 var(--sans);color:var(--quiet)}
        nav{margin:0 0 1rem;font-size:.92rem}
        nav ol{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.15rem 1.3rem}
        a{color:var(--ink);text-decoration-color:var(--accent);text-underline-offset:.2em}
        nav a{display:inline-block;padding:.25rem 0;text-decoration-color:var(--rule)}
        section{margin:3.2rem 0 0;padding-top:1rem;border-top:1px solid var(--ink)}
        h2{font-size:1.5rem;font-weight:600;margin:0 0 .9rem}
        h2 .no{color:var(--accent);margin-right:.55em}
        :lang(zh) h2 .no{margin-right:0}
        h3{font-size:1.12rem;font-weight:600;margin:1.9rem 0 .45rem}
        :lang(zh) h3{font-size:1.16rem}
        figure{margin:1.4rem 0 2rem}
        figcaption h3{margin-top:0}
        .scroll{overflow-x:auto;overscroll-behavior-x:contain;max-width:100%}
        .scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
        svg{display:block;font-family:var(--sans);font-variant-numeric:tabular-nums lining-nums;fill:var(--ink)}
        svg text{unicode-bidi:isolate}
        /* Where more stands to the right or left there is a shadow at that edge; the white sheets scroll along and cover it at the ends. */
        .scroll{background:linear-gradient(90deg,#fff 1.2rem,#fff0) local -2px 0/2.6rem 100% no-repeat,linear-gradient(270deg,#fff 1.2rem,#fff0) local calc(100% + 2px) 0/2.6rem 100% no-repeat,linear-gradient(90deg,#16263a47,#16263a00) scroll 0 0/.85rem 100% no-repeat,linear-gradient(270deg,#16263a47,#16263a00) scroll 100% 0/.85rem 100% no-repeat}
        .map svg{margin:0 auto}
        .ring .sheet{width:700px}.ring .no,.around{display:none}
        .sheet{position:relative;max-width:100%;margin:0 auto;overflow:clip}.sheet svg{width:100%;height:auto}
        .first{position:absolute;top:0;width:20rem;max-width:100%;height:1px;margin-left:-10rem;scroll-initial-target:nearest}
        .fluid{width:100%;max-width:44rem}
        .paper{display:none}
        .legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;margin:.7rem 0 .9rem;padding:0;font-size:.88rem;color:var(--quiet)}
        .legend li{display:flex;align-items:center;gap:.45rem;min-width:0}
        .legend svg{flex:none}
        .cols{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(19rem,100%),1fr));gap:.15rem 1.5rem}
        .strips{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(21rem,100%),1fr));gap:1.15rem 2rem;list-style:none;margin:1rem 0;padding:0}
        .strips p{margin:0 0 .3rem;font-size:.9rem}
        details{margin:.5rem 0;border-bottom:1px solid var(--rule)}
        summary{cursor:pointer;padding:.45rem 0;color:var(--quiet);font-size:.92rem}
        summary:hover{color:var(--ink)}
        table{border-collapse:collapse;width:100%;font-size:.92rem;line-height:1.4;margin:.2rem 0 1rem}
        caption{text-align:left;color:var(--quiet);padding:.3rem 0 .5rem;font-size:.88rem}
        th,td{text-align:left;vertical-align:top;padding:.38rem .9rem .38rem 0;border-bottom:1px solid #e9e4da;unicode-bidi:isolate;min-width:4.2rem}
        tbody th{font-weight:400;min-width:8rem}
        thead th{font-weight:600;vertical-align:bottom;border-bottom:1px solid var(--ink);overflow-wrap:normal}
        .n{text-align:right;white-space:nowrap}
        td{min-width:6.5em;width:45%}td.n,th.n{min-width:0;width:auto}td:last-child,th:last-child{padding-right:0}
        .side{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(20rem,100%),1fr));gap:0 2.5rem;align-items:start}
        .notes{list-style:none;padding:0;margin:0}
        .notes li{padding:.8rem 0;border-bottom:1px solid #e9e4da}
        .notes p{margin:.15rem 0}
        .mark{display:inline-block;font-size:.82rem;font-weight:600;line-height:1.3;padding:.12rem .5rem;border:1px solid currentColor;border-radius:2px;margin-right:.5rem}
        .mark.warn{color:var(--accent)}.mark.yes{color:#2d5f3a}.mark.no{color:var(--quiet)}
        .do{color:var(--quiet)}
        .bar{height:1.1rem;background:#ece7dc;max-width:44rem;margin:.3rem 0 .8rem}
        footer{margin-top:3.5rem;padding-top:1rem;padding-bottom:3rem;color:var(--quiet);font-size:.88rem}
        footer p{border-top:1px solid var(--rule);padding-top:1rem;max-width:none}
        @media (max-width:30rem){header.top{padding-top:1.5rem}main,header.top,footer{padding-left:1rem;padding-right:1rem}.key{grid-template-columns:1fr 1fr}.key dd{font-size:1.25rem}section{margin-top:2.4rem}table{font-size:.8rem}th,td{padding-right:.36rem;overflow-wrap:break-word;max-width:11rem}tbody th,td{min-width:5.2rem}tbody .n{overflow-wrap:normal}thead .n{white-space:normal;text-wrap:balance}:lang(zh) table:not(:has(th:nth-child(8))) thead .n{min-width:calc(3em + .4rem)}tbody th:not(.n){width:33%}}
        @media screen and (max-width:40rem){
        .ring .sheet{width:100%;max-width:430px}.ring svg{width:162.8%;margin:-4% 0 -4% -31.4%}
        .ring .name{display:none}.ring .no{display:inline}.ring .count{font-size:13.5px}
        .around{display:grid;grid-template-columns:repeat(auto-fill,minmax(7.4rem,1fr));gap:.2rem 2.1rem;margin:.2rem 0 .9rem;padding-left:1.7rem;font-size:.88rem;line-height:1.35}.around small{display:block;color:var(--quiet)}.around li::marker{font-weight:600}
        }
        @page{size:A4;margin:18mm 16mm 20mm;@bottom-center{content:counter(page) " / " counter(pages);font:9pt sans-serif;color:#4f5d6c}}
        @media print{
        body{font-size:10pt;line-height:1.45;-webkit-print-color-adjust:exact;print-color-adjust:exact}
        main,header.top,footer{max-width:none;padding:0}
        .screen{display:none}nav{font-size:10pt}nav ol{display:block;columns:2}nav a{padding:.1rem 0}
        .paper{display:block}
        section{margin-top:1.6rem}
        h2,h3,figcaption,caption,thead,summary,.legend:has(+.picture),p:has(+.scroll,+.notes){break-after:avoid}footer{break-before:avoid;margin-top:1.5rem}
        figcaption p{line-height:1.4;margin-bottom:.5rem}.legend{margin:.3rem 0 .6rem}
        section{padding-top:.7rem}h2{margin-bottom:.6rem}
        .key{grid-template-columns:repeat(4,1fr)}
        p,.picture,.key,figcaption,tr,.strips li,.notes li,.legend{break-inside:avoid}
        .scroll{overflow:visible;background:none}
        .sheet{min-width:0!important}.first{display:none}
        .map svg{min-width:0!important;width:auto;height:auto;max-width:100%;max-height:205mm}.map.paper svg{max-height:192mm}
        details::details-content{content-visibility:visible!important;display:block;block-size:auto}
        summary{list-style:none}summary::-webkit-details-marker{display:none}
        .strips{grid-template-columns:1fr 1fr;gap:.7rem 1.5rem}.strips p{font-size:8.5pt}.legend{font-size:8.5pt}.cols{grid-template-columns:1fr 1fr}
        table{font-size:8.5pt}
        th,td{padding-top:.18rem;padding-bottom:.18rem}
        a{text-decoration:none}
        }
        """;
}
