namespace Trellis.Runtime.Files;

/// <summary>
/// Writes a file whole or not at all: into a neighbour first, onto the final name only when every byte is on its way to the disk.
/// An input is never overwritten.
/// </summary>
public static class OutputFile
{
    private const int NoSpaceLeft = 28; // ENOSPC
    private const int QuotaExceeded = 122; // EDQUOT
    private const int FileTooLarge = 27; // EFBIG

    /// <summary>Refuses before any work is done what could not be written afterwards: an input, a folder, a missing folder.</summary>
    public static void CheckTarget(string path, IEnumerable<string> inputs)
    {
        if (path == "-" || IsDevice(path)) return;
        if (Directory.Exists(path)) throw new UnusableInput("This is a folder.", "Name a file in it to write to.", path);
        var target = Final(path);
        foreach (var input in inputs)
        {
            if (input != "-" && string.Equals(Final(input), target, StringComparison.Ordinal))
                throw new UnusableInput("This is the input itself; an input is never overwritten.", "Give the output another name.", path);
        }

        var folder = Path.GetDirectoryName(target);
        if (folder is not null && !Directory.Exists(folder))
            throw new UnusableInput($"There is no folder {folder}.", "Make it first, or name another.", path);
    }

    /// <param name="path">Where to write; "-" is standard output.</param>
    /// <param name="standardOutput">What "-" means.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Stream standardOutput, Action<Stream> write)
    {
        if (path == "-")
        {
            write(standardOutput);
            standardOutput.Flush();
            return;
        }

        var target = IsDevice(path) ? path : Final(path);
        var half = IsDevice(path) ? path : $"{target}.{Guid.CreateVersion7():N}.tmp";
        try
        {
            using (var file = new FileStream(half, IsDevice(path) ? FileMode.Open : FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024))
            {
                write(file);
                file.Flush(flushToDisk: !IsDevice(path));
            }

            if (half != target) File.Move(half, target, overwrite: true);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new UnusableInput("This place may not be written to.", "Choose a folder you may write in.", path, fault);
        }
        catch (IOException fault)
        {
            throw (fault.HResult & 0xFFFF) switch
            {
                NoSpaceLeft or QuotaExceeded or FileTooLarge => new MachineFault(
                    $"{path} could not be written: the disk is full or a size limit is reached. Nothing was left under that name by this run.",
                    "Free some space or write to another disk.", fault),
                _ => new MachineFault($"{path} could not be written: {fault.Message}", "Check the disk or the network drive it lies on.", fault),
            };
        }
        finally
        {
            if (half != target) Remove(half);
        }
    }

    private static void Remove(string half)
    {
        try
        {
            File.Delete(half);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The message about the failed write matters more than the half file beside it.
            _ = fault;
        }
    }

    private static bool IsDevice(string path) => path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);

    private static string Final(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (IOException)
        {
            return full;
        }
    }
}
