using System.Globalization;
using Trellis.Bench;
using Trellis.Bench.Checks;
using Trellis.Bench.Diagnosis;
using Trellis.Bench.Documents;
using Trellis.Bench.Generators;
using Trellis.Bench.Information;
using Trellis.Bench.Ledger;
using Trellis.Bench.Models;
using Trellis.Bench.Process;
using Trellis.Bench.Serving;
using Trellis.Bench.Simulation;
using Trellis.Runtime.Ledger;

const string Help = """
    trellis-bench logs|read-log [ROUNDS]     reading and computing event logs, against peer and floors
                                             TRELLIS_PEER_PYTHON names a Python that can import PM4Py; without it only floors are run;
                                             read-log stops after the first stage
    trellis-bench stages FILE [THREADS]      our stages alone, in this process
    trellis-bench models [ROUNDS [EVENTS]]   models mined from logs and logs compared with models: seconds of processor
    trellis-bench generate-log FILE CASES EVENTS [--every-column]
                                             --every-column: with types, levels, limits, beginnings and outcomes, so that every detector looks
    trellis-bench province DIR [TOWNSHIPS]   a province of 341,000 duties, written out
    trellis-bench plant [SEEDS [CODE]]       every fault planted in clean structures: precision and recall of each code
    trellis-bench same [--show] FILE...      pairs of items from banks: what the check tells of them, precision and recall
    trellis-bench same fit [--show] FILE...  fits the likeness of items on all banks but one and judges that one; then on all
    trellis-bench mutate [COUNT [FROM]]      random damage to valid structures: reading and checking never throw nor hang
    trellis-bench check [ROUNDS]             whole check commands: the county, the province, 100,000 faults at once
    trellis-bench authority [ROUNDS]         decisions of 10,000 powers, beside Cedar and casbin where npm and node are at hand
    trellis-bench authority agree QUESTIONS  compiled powers and the definition on random structures and histories
    trellis-bench likeness [RUNS] [--within] [LOG...]
                                             simulations of recorded logs, judged on time held out, beside a naive resampling;
                                             --within keeps to the first half of each log, for whoever changes the fit
    trellis-bench append [ROUNDS] [--postgres "..."]
                                             appending to the record, in turns with bare inserts of the same bytes
    trellis-bench acts [ROUNDS] [--matters N] [--postgres "..."]
                                             durable acts on matters, in turns with the same writes by a bare loop
    trellis-bench looks [ROUNDS] [--looks N] [--postgres "..."]
                                             looks of 16 officers, in turns with the same writes by a bare loop
    trellis-bench growth [--open N] [--less N] [--more N] [--postgres "..."]
                                             acts with 100,000 and with 1,000,000 closed matters beside the same open ones
    trellis-bench figures [MATTERS] [--postgres "..."]
                                             all indicators over so many matters (1,000,000), from scratch and as acts come; sixty items filled in for a form
    trellis-bench load-acts --run NAME [--callers N] --data FILE | --postgres "..." --keys DIR
                                             takes matters through their acts without end and prints what was acknowledged; to be killed
    trellis-bench complaints [MATTERS] [--seconds N] [--postgres "..."]
                                             the life of a complaint over HTTP with so many matters present (1,000,000): steady, saturated, in bursts
    trellis-bench pages [MATTERS] [--rounds N]
    trellis-bench sign-in-pages [ACCOUNTS] [--rounds N]
                                             every kind of page over a record with so many matters (50,000): how long each takes, and what it costs
    trellis-bench demo [ROUNDS] [--scale N]  ./trellis demo as somebody starts it, first and later: when the first page and when everything is there
    trellis-bench kill [KILLS] [--postgres "..."]
                                             kills a program under load (200 times) and looks for what is lost, doubled or half visible
    trellis-bench kill-information [KILLS] [--postgres "..."]
                                             kills programs that keep registers, look at people and exchange with a neighbour (50 times each)
    trellis-bench load-information --from N,N --data FILE | --postgres "..." --keys DIR
                                             enters rows and looks into matters without end; to be killed
    trellis-bench load-exchange --from N,N --data FILE --there FILE | --postgres "..." --keys DIR --there-postgres "..." --there-keys DIR
                                             two records that exchange without end; to be killed
    trellis-bench connections [COUNT]        how others are answered while so many connections (10,000) are held open half used
    trellis-bench exports [MATTERS]          the export of so many matters (200,000) over HTTP: time and memory of each format
    trellis-bench kill-http [KILLS] [--postgres "..."]
                                             kills a server under HTTP load (100 times), and sends everything again with its keys
    trellis-bench load --run NAME [--callers N] [--acts N] [--batch N] --data FILE | --postgres "..." --keys DIR
                                             appends without end and prints what was acknowledged; to be killed
    trellis-bench flips [COUNT]              random changes to proofs, checkpoints, tiles, notes: none may prove anything else
    trellis-bench fuzz-ledger [COUNT]        damaged and random bytes to every reader of the ledger: never throw nor hang
    trellis-bench proof                      a proof at 2^27 entries, and what an entry costs
    trellis-bench verify [ENTRIES] [--rounds N] [--postgres "..."]
                                             verifying a record, published and in its database, beside reading and hashing it once
    trellis-bench simulate [ROUNDS] [--scale N]
                                             the county's year in rows of its log a second, beside a bare heap of events
    trellis-bench year [ROUNDS] [--scale N]  the county's year lived and written as a record, beside the same rows by a bare loop
    trellis-bench matching [SCALE [SEEDS [FIRST]]]
                                             proposals that two rows are one person, on invented people with dirt: precision and recall by kind of dirt
    trellis-bench import [PEOPLE [PART]] [--postgres "..."]
                                             tables imported with matching into a register of so many people (1,000,000), beside the same rows by a bare loop; then searches
    trellis-bench base [SCALE]               the invented base written as tables, and entered into a record by its owners: seconds
    trellis-bench detection [SEEDS [FIRST]] [--scale N] [--days N] [--clean SEEDS] [--only PRESSURE] [--at STRENGTHS] [--noise]
                                             faults planted in simulated work and looked for in its log: recall, the right unit or type, look-alikes, noise, and what clean runs have
    trellis-bench live-findings [MATTERS]    counts and columns of a record kept entry by entry (1,000,000 matters): microseconds an entry, and seconds until what they show is told
    trellis-bench hotline FILE MATTERS en|zh the tutorial's invented log
    trellis-bench sample-record DIR          the invented record of the auditor's guide
    trellis-bench documents DIR              the pages of the reference that are made from the program
    """;

switch (args)
{
    case ["logs" or "read-log", .. var rest] when rest.Length < 2:
        var root = Root();
        var recorded = Path.Combine(Path.GetDirectoryName(root)!, "shared", "data", "logs");
        new LogBench(root, rest is [var rounds] ? Number(rounds) : 3, readingOnly: args[0] == "read-log", Environment.GetEnvironmentVariable("TRELLIS_PEER_PYTHON") ?? "", recorded).Run();
        return 0;
    case ["stages", var file]:
        LogStages.Run(file, Environment.ProcessorCount);
        return 0;
    case ["stages", var file, var threads]:
        LogStages.Run(file, Number(threads));
        return 0;
    case ["models", .. var rest] when rest.Length < 3:
        ModelsBench.Run(Path.Combine(Path.GetDirectoryName(Root())!, "shared", "data", "logs"), CountOf(rest, 3), rest.Length == 2 ? Number(rest[1]) : 10_000_000);
        return 0;
    case ["generate-log", var file, var cases, var events]:
        using (var to = File.Create(file)) WideLog.Write(to, Number(cases), Number(events));
        return 0;
    case ["generate-log", var file, var cases, var events, "--every-column"]:
        using (var to = File.Create(file)) WideLog.Write(to, Number(cases), Number(events), everyColumn: true);
        return 0;
    case ["province", var folder]:
        Province.Write(folder);
        return 0;
    case ["province", var folder, var townships]:
        Province.Write(folder, Number(townships));
        return 0;
    case ["plant"]:
        return PlantBench.Run(50, null);
    case ["plant", var seeds]:
        return PlantBench.Run(Number(seeds), null);
    case ["plant", var seeds, var codes]:
        return PlantBench.Run(Number(seeds), codes);
    case ["same", "fit", "--show", .. var banks]:
        return SameBench.Fit(banks, show: true, Path.Combine(Root(), "structures", "cuiwei"));
    case ["same", "fit", .. var banks]:
        return SameBench.Fit(banks, show: false, Path.Combine(Root(), "structures", "cuiwei"));
    case ["same", "--show", .. var banks]:
        return SameBench.Run(banks, show: true);
    case ["same", .. var banks]:
        return SameBench.Run(banks, show: false);
    case ["mutate"]:
        return MutateBench.Run(Root(), 100_000);
    case ["mutate", var count]:
        return MutateBench.Run(Root(), Number(count));
    case ["mutate", var count, var from]:
        return MutateBench.Run(Root(), Number(count), Number(from));
    case ["check", .. var rest] when rest.Length < 2:
        return new CheckBench(Root()).Run(rest is [var turns] ? Number(turns) : 5);
    case ["authority", "agree", var asked]:
        return AuthorityBench.Agree(Number(asked));
    case ["authority", .. var rest] when rest.Length < 2:
        new AuthorityBench(Root(), rest is [var times] ? Number(times) : 3, powers: 10_000).Run();
        return 0;
    case ["likeness", .. var rest]:
        string[] logs = [.. rest.Where(static word => word.Contains('.', StringComparison.Ordinal))];
        return new LikenessBench(Path.Combine(Path.GetDirectoryName(Root())!, "shared", "data", "logs"), CountOf(rest, 10), rest.Contains("--within")).Run(logs.Length > 0 ? logs : ["receipt.xes.gz", "BPIC15_1.xes.gz", "helpdesk.xes.gz"]);
    case ["append", .. var rest]:
        await new AppendBench(CountOf(rest, 5), Server(rest)).RunAsync(256 * 400);
        return 0;
    case ["acts", .. var rest]:
        await new ActsBench(Root(), CountOf(rest, 3), Server(rest)).RunAsync(Number(Given(rest, "--matters") ?? "4096"));
        return 0;
    case ["looks", .. var rest]:
        await new LooksBench(Root(), CountOf(rest, 3), Server(rest)).RunAsync(Number(Given(rest, "--looks") ?? "20000"));
        return 0;
    case ["growth", .. var rest]:
        await new GrowthBench(Root(), Server(rest)).RunAsync(Number(Given(rest, "--open") ?? "20000"), Number(Given(rest, "--less") ?? "100000"), Number(Given(rest, "--more") ?? "1000000"), 16_384);
        return 0;
    case ["figures", .. var rest]:
        using (var figures = new FiguresBench(Root(), CountOf(rest, 1_000_000), Server(rest))) await figures.RunAsync();
        return 0;
    case ["load-acts", .. var rest]:
        await new LoadOfActs(PlaceOf(rest, "--data", "--postgres", "--keys"), Root(), Given(rest, "--run")!, Number(Given(rest, "--callers") ?? "32")).RunAsync();
        return 0;
    case ["complaints", .. var rest]:
        return await new ComplaintsBench(Root(), CountOf(rest, 1_000_000), Number(Given(rest, "--seconds") ?? "30"), Server(rest)).RunAsync();
    case ["pages", .. var rest]:
        return await PagesBench.RunAsync(Root(), CountOf(rest, 50_000), Number(Given(rest, "--rounds") ?? "100"));
    case ["sign-in-pages", .. var rest]:
        return await SignInPagesBench.RunAsync(Root(), CountOf(rest, 1_000), Number(Given(rest, "--rounds") ?? "100"));
    case ["demo", .. var rest]:
        return await DemoBench.RunAsync(Root(), CountOf(rest, 5), Given(rest, "--scale") ?? "1");
    case ["simulate", .. var rest]:
        SimulateBench.Run(Root(), CountOf(rest, 3), Number(Given(rest, "--scale") ?? "1"));
        return 0;
    case ["import", .. var rest]:
        var importing = rest.TakeWhile(static word => word != "--postgres").ToList();
        return await new ImportBench(Root(), importing.Count > 0 ? Number(importing[0]) : 1_000_000, importing.Count > 1 ? Number(importing[1]) : 50_000, Server(rest)).RunAsync();
    case ["base", "enter", var baseScale]:
        BaseBench.Enter(Root(), baseScale);
        return 0;
    case ["base", .. var rest] when rest.Length < 2:
        return BaseBench.Run(Root(), rest is [var scaled] ? scaled : "1");
    case ["matching", .. var rest] when rest.Length < 4:
        return MatchingBench.Run(Root(), rest.Length > 0 ? double.Parse(rest[0], CultureInfo.InvariantCulture) : 1, rest.Length > 1 ? Number(rest[1]) : 3, rest.Length > 2 ? Number(rest[2]) : 101);
    case ["year", .. var rest]:
        return YearBench.Run(Root(), CountOf(rest, 3), Given(rest, "--scale") ?? "1");
    case ["kill", .. var rest]:
        return KillDrill.Run(CountOf(rest, 200), Server(rest));
    case ["kill-information", .. var rest]:
        return await InformationDrill.RunAsync(Root(), CountOf(rest, 50), Server(rest));
    case ["load-information", .. var rest]:
        await new LoadOfInformation(PlaceOf(rest, "--data", "--postgres", "--keys"), Root(), Numbers(Given(rest, "--from")!)).RunAsync();
        return 0;
    case ["load-exchange", .. var rest]:
        await new LoadOfExchange(PlaceOf(rest, "--data", "--postgres", "--keys"), PlaceOf(rest, "--there", "--there-postgres", "--there-keys"), Root(), Numbers(Given(rest, "--from")!)).RunAsync();
        return 0;
    case ["connections", .. var rest]:
        return await ManyConnections.RunAsync(Root(), CountOf(rest, 10_000));
    case ["exports", .. var rest]:
        return await ExportBench.RunAsync(Root(), CountOf(rest, 200_000));
    case ["kill-http", .. var rest]:
        return await HttpKillDrill.RunAsync(Root(), CountOf(rest, 100), Server(rest));
    case ["load", .. var rest]:
        await new Load(PlaceOf(rest, "--data", "--postgres", "--keys"), Given(rest, "--run")!, Number(Given(rest, "--callers") ?? "8"), Number(Given(rest, "--acts") ?? "100000000")).RunAsync(Number(Given(rest, "--batch") ?? "256"));
        return 0;
    case ["flips", .. var rest] when rest.Length < 2:
        return FlipBench.Run(rest is [var changes] ? Number(changes) : 1_000_000);
    case ["fuzz-ledger", .. var rest] when rest.Length < 2:
        return LedgerFuzzBench.Run(rest is [var tried] ? Number(tried) : 1_000_000);
    case ["proof"]:
        return ProofBench.Run();
    case ["verify", .. var rest]:
        return await VerifyBench.RunAsync(CountOf(rest, 1_000_000), Number(Given(rest, "--rounds") ?? "3"), Server(rest));
    case ["detection", .. var rest]:
        return DetectionBench.Run(Root(), new DetectionAsked(
            CountOf(rest, 3), rest.Length > 1 && int.TryParse(rest[1], CultureInfo.InvariantCulture, out var firstSeed) ? firstSeed : 1000,
            double.Parse(Given(rest, "--scale") ?? "1", CultureInfo.InvariantCulture), Number(Given(rest, "--days") ?? "150"), Number(Given(rest, "--clean") ?? "20"), Given(rest, "--only"),
            Given(rest, "--at") is { } at ? [.. at.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(static one => one != "none").Select(Number)] : PlantedFault.Strengths,
            rest.Contains("--noise"), Given(rest, "--only") is null && !rest.Contains("--noise")));
    case ["live-findings", .. var rest] when rest.Length < 2:
        LiveFindingsBench.Run(Root(), CountOf(rest, 1_000_000));
        return 0;
    case ["hotline", var file, var matters, "en" or "zh"]:
        using (var to = new StreamWriter(file)) Hotline.Write(to, Number(matters), args[^1] == "zh" ? Trellis.Language.Chinese : Trellis.Language.English);
        return 0;
    case ["sample-record", var folder]:
        SampleRecord.Write(folder);
        return 0;
    case ["documents", var folder]:
        File.WriteAllText(Path.Combine(folder, "findings.md"), FindingsReference.Make());
        File.WriteAllText(Path.Combine(folder, "keywords.md"), KeywordReference.Make());
        return 0;
    default:
        Console.Error.WriteLine(Help);
        return 2;
}

static string Root()
{
    var root = AppContext.BaseDirectory;
    while (!File.Exists(Path.Combine(root, "Trellis.slnx"))) root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run inside the checkout.");
    return root;
}

static string? Given(string[] rest, string option) => Array.IndexOf(rest, option) is var at and >= 0 && at + 1 < rest.Length ? rest[at + 1] : null;

// The option without a word behind it, or with another option, means the server that the tests use.
static string? Server(string[] rest) => Array.IndexOf(rest, "--postgres") is var at and >= 0
    ? at + 1 < rest.Length && !rest[at + 1].StartsWith("--", StringComparison.Ordinal) ? rest[at + 1] : Environment.GetEnvironmentVariable("TRELLIS_POSTGRES") ?? throw new InvalidOperationException("Give the connection string behind --postgres, or in TRELLIS_POSTGRES.")
    : null;

static RecordPlace PlaceOf(string[] rest, string file, string server, string keys) =>
    Given(rest, file) is { } data ? RecordPlace.OfFile(data, Given(rest, keys)) : RecordPlace.OfPostgres(Given(rest, server)!, Given(rest, keys));

static int[] Numbers(string text) => [.. text.Split(',').Select(Number)];

static int CountOf(string[] rest, int otherwise) => rest is [var count, ..] && !count.StartsWith('-') ? Number(count) : otherwise;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
