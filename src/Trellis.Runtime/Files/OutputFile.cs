using System.Runtime.InteropServices;

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

    /// <summary>True for "-" and the names under which a system offers a program its own standard output.</summary>
    public static bool IsStandardOutput(string path) => path is "-" or "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1";

    /// <summary>Refuses before any work is done what could not be written afterwards: an input or what lies in it, a folder, a missing folder.</summary>
    /// <param name="path">Where to write.</param>
    /// <param name="inputs">What must not be written over: files, and folders with all that is or will be in them.</param>
    public static void CheckTarget(string path, params ReadOnlySpan<string> inputs)
    {
        if (path.Length == 0) throw new UnusableInput(new Text("输出文件的名字是空的。", "The name of the output is empty."), new Text("写明一个文件；- 表示标准输出。", "Name a file, or - for standard output."));
        if (IsStandardOutput(path)) return;
        if (Directory.Exists(path)) throw new UnusableInput(new Text("这是文件夹。", "This is a folder."), new Text("写明其中要写的文件。", "Name a file in it to write to."), path);
        if (IsDevice(path)) return;
        var target = Final(path);
        foreach (var input in inputs)
        {
            if (input.Length == 0) continue;
            var taken = Path.TrimEndingDirectorySeparator(Final(input == "-" ? "/proc/self/fd/0" : input));
            if (string.Equals(target, taken, StringComparison.Ordinal))
                throw new UnusableInput(new Text("这就是输入本身；输入从不被覆盖。", "This is the input itself; an input is never overwritten."), new Text("给输出另取一个名字。", "Give the output another name."), path);
            if (target.StartsWith(taken + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new UnusableInput(new Text($"它位于 {taken}，命令正要用到那里；那里的内容从不被覆盖。", $"This lies in {taken}, which the command works with; what is there is never overwritten."), new Text("把输出写到别的文件夹。", "Write the output to another folder."), path);
        }

        var folder = Path.GetDirectoryName(target);
        if (folder is not null && !Directory.Exists(folder))
            throw new UnusableInput(new Text($"没有文件夹 {folder}。", $"There is no folder {folder}."), new Text("先建好它，或换一个。", "Make it first, or name another."), path);
    }

    /// <summary>True when two paths lead to one place, whatever links lie on the way.</summary>
    public static bool AreSame(string one, string other) => string.Equals(Final(one), Final(other), StringComparison.Ordinal);

    /// <param name="path">Where to write; "-" is standard output.</param>
    /// <param name="standardOutput">What "-" means.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Stream standardOutput, Action<Stream> write)
    {
        if (IsStandardOutput(path))
        {
            write(standardOutput);
            standardOutput.Flush();
            return;
        }

        var device = IsDevice(path);
        var target = device ? path : Final(path);
        var half = device ? path : HalfOf(target);
        // Whoever stops us in the middle finds no half file either.
        using var stopped = device ? null : OnSignals(() => Remove(half));
        try
        {
            Guarded(path, half, () =>
            {
                using (var file = new FileStream(half, device ? FileMode.Open : FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024))
                {
                    write(file);
                    file.Flush(flushToDisk: !device);
                }

                if (!device) File.Move(half, target, overwrite: true);
            });
        }
        finally
        {
            if (!device) Remove(half);
        }
    }

    /// <summary>
    /// The same for what is several files, such as a record: they are built in a folder of their own, under their final names, and moved beside it when all are whole. None that is there is replaced.
    /// </summary>
    /// <param name="path">The main file. It comes last: whoever finds it finds the others, too.</param>
    /// <param name="besides">What stands behind its name in the names of the others.</param>
    /// <param name="build">Builds all of them; is told the main file. What else it leaves in that folder goes with it.</param>
    public static void WriteTogether(string path, string[] besides, Action<string> build)
    {
        var target = Final(path);
        string[] names = [.. besides.Select(end => target + end), target];
        if (Array.Find(names, Path.Exists) is { } there) throw new UnusableInput(new Text("这里已经有东西，不会被替换。", "There is something here already, and it is not replaced."), new Text("换一个名字，或自己先删去它。", "Name another file, or remove it first yourself."), there);
        var folder = HalfOf(target);
        var moving = new Lock();
        var over = false;
        var moved = new Stack<string>();
        using var stopped = OnSignals(() =>
        {
            // Between the first and the last move nobody stops us; they take no time.
            lock (moving)
            {
                over = true;
                RemoveFolder(folder);
            }
        });
        try
        {
            Guarded(path, folder, () =>
            {
                DurableFile.MakeFolder(folder);
                build(Path.Combine(folder, Path.GetFileName(target)));
                lock (moving)
                {
                    if (over) return;
                    foreach (var name in names)
                    {
                        Directory.Move(Path.Combine(folder, Path.GetFileName(name)), name);
                        moved.Push(name);
                    }

                    DurableFile.FlushFolder(Path.GetDirectoryName(target)!);
                }
            });
        }
        finally
        {
            // Where the last could not be moved, somebody took its name meanwhile.
            if (moved.Count < names.Length)
                foreach (var name in moved) Directory.Move(name, Path.Combine(folder, Path.GetFileName(name)));
            RemoveFolder(folder);
        }
    }

    private static void Guarded(string path, string half, Action write)
    {
        try
        {
            write();
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new UnusableInput(new Text("没有写这个位置的权限。", "This place may not be written to."), new Text("选一个你有写权限的文件夹。", "Choose a folder you may write in."), path, fault);
        }
        catch (PathTooLongException fault)
        {
            throw new UnusableInput(new Text("名字太长。", "This name is too long."), new Text("给输出取短一点的名字。", "Give the output a shorter one."), path, fault);
        }
        catch (IOException fault) when ((fault.HResult & 0xFFFF) is NoSpaceLeft or QuotaExceeded or FileTooLarge)
        {
            throw Full(path, fault);
        }
        catch (ArgumentOutOfRangeException fault) when (string.Equals(fault.ParamName, "value", StringComparison.Ordinal))
        {
            // So .NET tells of a file that grew over the system's limit on the size of files.
            throw Full(path, fault);
        }
        catch (IOException fault)
        {
            throw new MachineFault(new Text($"{path} 写不了：{SystemWords.Of(fault).Zh.Replace(half, path, StringComparison.Ordinal)}", $"{path} could not be written: {fault.Message.Replace(half, path, StringComparison.Ordinal)}"), new Text("检查它所在的磁盘或网络盘。", "Check the disk or the network drive it lies on."), fault);
        }
    }

    private static MachineFault Full(string path, Exception fault) => new(
        new Text($"{path} 写不了：磁盘已满，或到了大小上限。这次运行没有在这个名字下留下任何东西。", $"{path} could not be written: the disk is full or a size limit is reached. Nothing was left under that name by this run."),
        new Text("腾出空间，或写到别的磁盘。", "Free some space or write to another disk."), fault);

    private static string HalfOf(string target)
    {
        var name = Path.GetFileName(target);
        return Path.Combine(Path.GetDirectoryName(target) ?? ".", $".{(name.Length > 100 ? name[..100] : name)}.{Guid.CreateVersion7():N}.tmp");
    }

    private static Signals OnSignals(Action clear) => new([.. ((PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP]).Select(signal => PosixSignalRegistration.Create(signal, _ => clear()))]);

    private static void RemoveFolder(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _ = fault; // as below
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

    /// <summary>Something that is there and is no file to be replaced: written to as it stands. Memory disks under /dev are disks.</summary>
    private static bool IsDevice(string path)
    {
        var target = Final(path);
        if (target.StartsWith("/dev/shm/", StringComparison.Ordinal) || target.StartsWith("/dev/mqueue/", StringComparison.Ordinal)) return false;
        return target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith("/proc/", StringComparison.Ordinal);
    }

    /// <summary>Where a path leads, with every link on the way followed. What is not there is taken as it is written.</summary>
    private static string Final(string path)
    {
        var full = Path.GetFullPath(path);
        for (var links = 0; links < 40; links++)
        {
            if (FollowFirstLink(full) is not { } followed) return full;
            full = followed;
        }

        return full;
    }

    private static string? FollowFirstLink(string full)
    {
        var parts = full.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var walked = Path.GetPathRoot(full) ?? "/";
        for (var part = 0; part < parts.Length; part++)
        {
            walked = Path.Combine(walked, parts[part]);
            string? target;
            try
            {
                target = new FileInfo(walked).LinkTarget;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return null;
            }

            // Standard input that is a pipe is a link to no path.
            if (target is null || target.Contains(":[", StringComparison.Ordinal)) continue;
            var led = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(walked) ?? "/", target));
            return Path.Combine([led, .. parts[(part + 1)..]]);
        }

        return null;
    }

    private sealed class Signals(PosixSignalRegistration[] all) : IDisposable
    {
        public void Dispose()
        {
            foreach (var one in all) one.Dispose();
        }
    }
}
