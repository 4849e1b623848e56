using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Trellis.Diagnosis.Checks;
using Trellis.Pilots.Plans;
using Trellis.Process.Adoption;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Runtime.Structure;

/// <summary>
/// The versions of the structure by their hash. Their files stand in the store, so that the version of an old matter is always at hand; they are read and compiled when first
/// asked for, and kept. Safe for several threads.
/// </summary>
public sealed class StructureVersions
{
    private readonly ConcurrentDictionary<string, Lazy<RunningStructure>> _running = new(StringComparer.Ordinal);
    private readonly Store _store;

    internal StructureVersions(Store store) => _store = store;

    public StructureVersions(RecordPlace place)
        : this((place ?? throw new ArgumentNullException(nameof(place))).Store)
    {
    }

    /// <summary>A version that was proposed or adopted.</summary>
    /// <exception cref="MachineFault">Its files are not in the store, or are not those of the version.</exception>
    public RunningStructure Of(string version) => _running.GetOrAdd(version, static (hash, versions) => new Lazy<RunningStructure>(() => versions.Read(hash)), this).Value;

    /// <summary>
    /// The version under which the last entry was made, which is not proved here: for pages about the structure that are shown while the record is being opened, which proves it.
    /// </summary>
    /// <exception cref="UnusableInput">There is no record, or it has no structure.</exception>
    /// <exception cref="MachineFault">It cannot be read.</exception>
    public RunningStructure OfLastEntry()
    {
        var version = "";
        try
        {
            using var session = _store.OpenToRead();
            if (LedgerRows.Size(session) is > 0 and var size) version = LedgerRows.ReadEntry(session, size - 1).Structure;
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(_store.Called);
        }

        return version.Length > 0 ? Of(version) : throw new UnusableInput(new Text("这份记录还没有结构。", "This record has no structure yet."), new Text("先用 trellis serve --structure DIR 开始。", "Begin it with trellis serve --structure DIR."), _store.Called);
    }

    /// <summary>Takes a version that was read already.</summary>
    public RunningStructure Add(RunningStructure running) => _running.GetOrAdd(running.Version, new Lazy<RunningStructure>(running)).Value;

    /// <summary>Reads a folder that is to run: faults of its files refuse, whatever anybody overrides.</summary>
    internal static (RunningStructure Running, StructureReading Reading) Read(IReadOnlyList<SourceFile> files)
    {
        var reading = ReadingStructures.Read(files, Environment.ProcessorCount);
        var errors = reading.Findings.Kept.Count(static finding => finding.Severity == Severity.Error);
        if (errors > 0 || reading.IsCutShort)
            throw new UnusableInput(
                new Text($"这个结构的文件有 {errors} 个错误，不能运行。", $"This structure has {errors} {(errors == 1 ? "error" : "errors")} in its files, so it cannot run."),
                new Text("trellis check 说明是哪些，在哪个文件的哪一行。", "trellis check tells them, with file and line."));
        return (new RunningStructure(Prints.VersionOf(reading.Structure), reading.Structure), reading);
    }

    /// <summary>A folder that runs from the beginning: for each error that is open somebody answers by name, until a day.</summary>
    /// <returns>The version, all findings of the check, one a line, and the open errors.</returns>
    internal static (RunningStructure Running, byte[] Findings, FixedList<OpenError> Errors) ReadFirst(IReadOnlyList<SourceFile> files, DateTimeOffset now, FixedList<ErrorOverride> overrides)
    {
        var (running, reading) = Read(files);
        _ = ReadingDrawings.Read(files, reading.Structure);
        var day = running.DayOf(now);
        var check = CheckingStructures.Check(reading, day);
        var errors = OpenErrors(check);
        if (AdoptingStructures.Unanswered(errors, overrides, day) is { } open)
            throw new UnusableInput(
                new Text($"检查发现这个结构有 {check.Errors} 个错误，记录不能从它开始。{open.Whole.Zh}", $"The check of this structure finds {check.Errors} {(check.Errors == 1 ? "error" : "errors")}, so no record can begin with it. {open.Whole.En}"),
                new Text("trellis check 说明是哪些，在哪个文件的哪一行。请改正，或者由人具名为每一个负责：serve --override FILE。", "trellis check tells them, with file and line. Mend them, or have somebody answer for each by name: serve --override FILE."));
        if (overrides.Find(one => !errors.Exists(error => error.Code == one.Code && error.Address == one.Address)) is { } idle)
            throw new UnusableInput(
                new Text($"没有 {idle.Code} {Excerpt.Of(idle.Address, 100)} 这个未改的错误，不需要人为它负责。", $"Nothing is open as {idle.Code} {Excerpt.Of(idle.Address, 100)}, so nobody has to answer for it."),
                new Text("从豁免表里删去这一行。", "Take the line out of the overrides."));
        var view = running.Structure.On(day);
        if (overrides.Find(one => view.Unit(one.By.Unit.Text) is not { } unit || view.PostAt(one.By.Post, unit) is null) is { } nobody)
            throw new UnusableInput(
                new Text($"要为 {nobody.Code} 负责的岗位 {Excerpt.Of(nobody.By.ToString(), 100)} 不存在。", $"There is no post {Excerpt.Of(nobody.By.ToString(), 100)}, which is to answer for {nobody.Code}."),
                new Text("写 posts.tsv 里的岗位，写成 岗位@单位（post@unit）。", "Name a post of posts.tsv, as post@unit."));
        return (running, Lines(check), errors);
    }

    /// <summary>Tells what would keep a record from beginning under a folder, before there is one.</summary>
    /// <exception cref="UnusableInput">It has errors that nobody answers for.</exception>
    public static void CheckFirst(IReadOnlyList<SourceFile> files, DateTimeOffset now, IEnumerable<ErrorOverride> overrides) => _ = ReadFirst(files, now, [.. overrides]);

    /// <summary>The errors of a check, as an entry and its overrides name them.</summary>
    public static FixedList<OpenError> OpenErrors(StructureCheck check) => [.. check.Findings.Where(static finding => finding.Severity == Severity.Error).Select(static finding => new OpenError(finding.Code.Code, Word(finding)))];

    /// <summary>What a proposal of a folder says: works out plan and findings against the version in force, whatever anybody claims.</summary>
    internal static ProposedVersion Propose(IReadOnlyList<SourceFile> files, RunningStructure inForce, DateTimeOffset now, DateTimeOffset objectUntil, DateOnly from)
    {
        var (running, reading) = Read(files);
        _ = ReadingDrawings.Read(files, reading.Structure);
        var check = CheckingStructures.Check(reading, from);
        var plan = Planning.Compare(ReadingStructures.Read(inForce.Structure.Files, Environment.ProcessorCount), reading, inForce.DayOf(now), Environment.ProcessorCount);
        using var written = new MemoryStream();
        PlanAsJson.Write(plan, written);
        var (planned, findings) = (written.ToArray(), Lines(check));
        var act = new ProposeStructure(
            running.Version, inForce.Version, Convert.ToHexStringLower(SHA256.HashData(planned)), Convert.ToHexStringLower(SHA256.HashData(findings)),
            [.. plan.MayObject.SelectMany(static affected => affected.Units).Select(static unit => unit.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(static unit => new UnitId(unit))],
            OpenErrors(check),
            objectUntil, from);
        return new ProposedVersion(act, running, files, planned, findings);
    }

    /// <summary>The plan of a proposed version as JSON, or its findings, by the digest in its entry; null where there is none.</summary>
    public byte[]? Attached(string digest)
    {
        if (digest.Length != 64 || !digest.All(char.IsAsciiHexDigitLower)) return null;
        try
        {
            using var session = _store.OpenToRead();
            return StructureRows.Content(session, Convert.FromHexString(digest));
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(_store.Called);
        }
    }

    /// <summary>All findings of a check, one a line.</summary>
    internal static byte[] Lines(StructureCheck check) => Encoding.UTF8.GetBytes(string.Concat(check.Findings.Select(static one => $"{one.Severity} {one} {one.Found.En}\n")));

    /// <summary>The address of a finding as a word of an entry; where it is none, what can stand there.</summary>
    private static string Word(Finding finding)
    {
        return AddressAsWord(finding.Address ?? $"{finding.At.Path}:{finding.At.Line}");
    }

    /// <summary>An address as findings print it, in the signs that a word of an entry may have.</summary>
    public static string AddressAsWord(string address)
    {
        var word = string.Concat(address.Select(static letter => char.IsAsciiLetterOrDigit(letter) || "._/:@#+-".Contains(letter, StringComparison.Ordinal) ? letter : '-'));
        return word.Length <= 180 ? word : word[..180];
    }

    private RunningStructure Read(string version)
    {
        List<SourceFile> files;
        try
        {
            using var session = _store.OpenToRead();
            files = StructureRows.Files(session, version);
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(_store.Called);
        }

        if (files.Count == 0) throw new MachineFault($"{_store.Called}: the files of structure version {Excerpt.Of(version, 64)} are missing.", "Restore the newest backup; a matter runs under the version it was filed under, and cannot go on without it.");
        var (running, _) = Read(files);
        return running.Version == version ? running : throw new MachineFault($"{_store.Called}: the files of structure version {Excerpt.Of(version, 64)} were changed.", "Restore the newest backup, and keep the changed one for those who investigate.");
    }
}

/// <summary>A proposal with what belongs to it.</summary>
internal sealed record ProposedVersion(ProposeStructure Act, RunningStructure Running, IReadOnlyList<SourceFile> Files, byte[] Plan, byte[] Findings);

/// <summary>Which versions there are and which of them is in force, as a value: the fold of the record's entries about them.</summary>
public sealed record VersionsKnown
{
    public static VersionsKnown None { get; } = new();

    public ImmutableDictionary<string, StructureAdoption> Adoptions { get; init; } = ImmutableDictionary.Create<string, StructureAdoption>(StringComparer.Ordinal);

    /// <summary>Adopted versions with their first day, in the order in which they were adopted.</summary>
    public FixedList<(DateOnly From, string Version)> InForce { get; init; } = [];

    /// <summary>The version in force on a day: of those that have begun the one adopted last; null before the first.</summary>
    public string? On(DateOnly day)
    {
        for (var at = InForce.Count - 1; at >= 0; at--)
            if (InForce[at].From <= day) return InForce[at].Version;
        return InForce.Count > 0 ? InForce[0].Version : null;
    }

    public VersionsKnown After(IEvent happened)
    {
        var version = happened switch
        {
            StructureBegun one => one.Version,
            StructureProposed one => one.Version,
            StructureObjected one => one.Version,
            ObjectionAnswered one => one.Version,
            StructureAdopted one => one.Version,
            MovePlanned one => one.Version,
            _ => null,
        };
        if (version is null || AdoptingStructures.Apply(Adoptions.GetValueOrDefault(version), happened) is not { } adoption) return this;
        return this with
        {
            Adoptions = Adoptions.SetItem(version, adoption),
            InForce = happened is StructureAdopted or StructureBegun ? InForce.Add((adoption.InForce, version)) : InForce,
        };
    }
}
