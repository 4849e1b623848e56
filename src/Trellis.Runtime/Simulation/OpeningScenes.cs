using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Trellis.Diagnosis.Checks;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Simulation;
using Trellis.Simulation.Likeness;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Runtime.Simulation;

/// <summary>A structure and its load as they were read, or the findings that keep them from being simulated.</summary>
/// <param name="Refusing">Errors of the structure or the load; empty where it can be simulated.</param>
public sealed record OpenedScene(Scene Scene, Load Load, IReadOnlyList<Finding> Refusing)
{
    /// <summary>SHA-256 of the file of the load, or of the columns of the log that it was read off; "usual" where what is usual was assumed.</summary>
    public string LoadPrint { get; init; } = "usual";

    /// <summary>The version as real work would run it.</summary>
    public required RunningStructure Running { get; init; }

    /// <summary>What the check found in it on the first day.</summary>
    public required StructureCheck Check { get; init; }

    /// <summary>What was read off a log; null where none was given.</summary>
    public LoadOfLog? Like { get; init; }
}

/// <summary>Makes a folder ready to be simulated.</summary>
public static class OpeningScenes
{
    /// <param name="files">The folder.</param>
    /// <param name="load">Another load than the folder's load.yaml; null for that.</param>
    /// <param name="from">The first day; null for the structure's own.</param>
    /// <param name="like">A log off which is read what comes and how long work takes; the folder's load.yaml is then not read. Null for none.</param>
    public static (OpenedScene Opened, DateOnly From) Open(IReadOnlyList<SourceFile> files, SourceFile? load, DateOnly? from, Func<TimeZoneInfo, RecordedWork>? like = null)
    {
        var reading = ReadingStructures.Read(files, Environment.ProcessorCount);
        var day = from ?? (reading.Structure.From == DateOnly.MinValue ? new DateOnly(2026, 1, 1) : reading.Structure.From);
        var running = new RunningStructure(Prints.VersionOf(reading.Structure), reading.Structure);
        var scene = new Scene(running.Version, running.Structure, running.Mandates, running.Zone, running.At, MatterNumbers.Id) { KnownOf = new FieldsKnown(running.Structure).Of };
        var check = CheckingStructures.Check(reading, day, Environment.ProcessorCount);
        var opened = new OpenedScene(scene, new Load { Name = "" }, [.. check.Findings.Where(static finding => finding.Severity == Severity.Error)]) { Running = running, Check = check };
        if (opened.Refusing.Count > 0) return (opened, day);
        if (reading.IsCutShort) return (opened with { Refusing = reading.Findings.Kept }, day);
        if (like is not null)
        {
            var (habits, faults) = load is null ? (new Load { Name = "" }, new FindingList()) : ReadingLoads.Read(load, reading.Structure, day, besideLog: true);
            if (faults.Count > 0) return (opened with { Load = habits, Refusing = faults.Kept }, day);
            var work = like(running.Zone);
            var ofLog = LoadOfLog.Read(FittingWork.Fit(work, new FitSettings()), reading.Structure.On(day), habits);
            return (opened with { Load = ofLog.Load, Like = ofLog, LoadPrint = PrintOf(work, load) }, day);
        }

        if ((load ?? files.FirstOrDefault(static file => file.Path == ReadingLoads.FileName)) is not { } file) return (opened with { Load = scene.UsualLoad(day) }, day);
        var (read, findings) = ReadingLoads.Read(file, reading.Structure, day);
        return (opened with { Load = read, Refusing = findings.Kept, LoadPrint = Convert.ToHexStringLower(SHA256.HashData(file.Bytes)) }, day);
    }

    private static string PrintOf(RecordedWork log, SourceFile? load)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var column in (int[][])[log.CaseStarts, log.Activity, log.Resource, log.Group]) hash.AppendData(MemoryMarshal.AsBytes<int>(column));
        foreach (var column in (long[][])[log.Begins, log.Ends]) hash.AppendData(MemoryMarshal.AsBytes<long>(column));
        foreach (var name in log.Activities.Concat(log.Resources).Concat(log.Groups)) hash.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
        if (load is not null) hash.AppendData(load.Bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Another structure under the load of a first: that one's file, read again for what this structure calls things, or what was assumed for the first where there is none. Never a load of its own.</summary>
    /// <param name="first">Ready to be simulated.</param>
    /// <param name="load">The file of the first's load; null where it was assumed.</param>
    public static OpenedScene Beside(OpenedScene first, IReadOnlyList<SourceFile> files, SourceFile? load, DateOnly from)
    {
        var (opened, _) = Open([.. files.Where(static file => file.Path != ReadingLoads.FileName)], load, from);
        return opened.Refusing.Count > 0 || load is not null ? opened : opened with { Load = first.Load, LoadPrint = first.LoadPrint };
    }
}
