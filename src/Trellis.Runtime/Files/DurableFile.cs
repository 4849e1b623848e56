using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Trellis.Runtime.Files;

/// <summary>Files that must be on the disk before work goes on: keys, the last checkpoint, the list of erasures, attachments. Only their owner may read them.</summary>
internal static class DurableFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const int ReadOnlyFolder = 0; // O_RDONLY, the same on all Unix systems

    /// <summary>Makes the folder and those above it; an existing one is left as it is.</summary>
    public static void MakeFolder(string path)
    {
        if (Directory.Exists(path)) return;
        Guarded(path, () =>
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, OwnersFolder);
        });
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent) FlushFolder(parent);
    }

    /// <summary>Replaces a file whole or not at all: whatever happens, the old content or the new one is there.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var half = path + ".new";
        var bytes = content.ToArray();
        Guarded(path, () =>
        {
            using (var file = new FileStream(half, Options(FileMode.Create)))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(half, path, overwrite: true);
        });
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Adds to the end of a file.</summary>
    public static void Append(string path, ReadOnlySpan<byte> content)
    {
        var made = !File.Exists(path);
        var bytes = content.ToArray();
        Guarded(path, () =>
        {
            using var file = new FileStream(path, Options(FileMode.Append));
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        });
        if (made) FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Removes a file for good; one that is not there is no fault.</summary>
    public static void Delete(string path)
    {
        if (!File.Exists(path)) return;
        Guarded(path, () => File.Delete(path));
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Gives a file another name in the same folder or another of the same disk.</summary>
    public static void Move(string from, string to)
    {
        Guarded(from, () => File.Move(from, to));
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(to))!);
    }

    /// <summary>Copies a file whole or not at all.</summary>
    public static void Copy(string from, string to)
    {
        var half = to + ".new";
        Guarded(to, () =>
        {
            using (var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            using (var file = new FileStream(half, Options(FileMode.Create)))
            {
                source.CopyTo(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(half, to, overwrite: true);
        });
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(to))!);
    }

    /// <summary>Holds a lock beside a file while it is read and written anew; whoever comes meanwhile waits for a moment.</summary>
    public static FileStream HoldBeside(string path)
    {
        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                var options = Options(FileMode.OpenOrCreate);
                options.Share = FileShare.None;
                return new FileStream(path + ".lock", options);
            }
            catch (UnauthorizedAccessException fault)
            {
                throw new UnusableInput(new Text("没有读写这个位置的权限。", "This place may not be read or written."), new Text("用记录所有者的账户运行，或授予权限。", "Run as the user who owns the record, or give that right."), path, fault);
            }
            catch (IOException fault)
            {
                if (fault is DirectoryNotFoundException || System.Diagnostics.Stopwatch.GetElapsedTime(begun) > TimeSpan.FromSeconds(5))
                    throw new MachineFault(new Text($"{path}：{SystemWords.Of(fault).Zh}", $"{path}: {fault.Message}"), new Text("检查它所在的磁盘和剩余空间。", "Check the disk it lies on, and the space there."), fault);
                Thread.Sleep(20);
            }
        }
    }

    /// <summary>Has the system write out what it still holds of a file.</summary>
    public static void Flush(string path)
    {
        using var file = Open(path, ReadOnlyFolder);
        if (!file.IsInvalid) Guarded(path, () => RandomAccess.FlushToDisk(file));
    }

    /// <summary>The content of a small file, or null where there is none.</summary>
    public static byte[]? Read(string path)
    {
        byte[]? content = null;
        Guarded(path, () =>
        {
            try
            {
                content = File.ReadAllBytes(path);
            }
            catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
            {
                content = null;
            }
        });
        return content;
    }

    /// <summary>The same for a file that others may have put there: a pipe under its name is refused.</summary>
    public static byte[]? ReadPlain(string path)
    {
        if (!File.Exists(path)) return null;
        byte[]? content = null;
        Guarded(path, () =>
        {
            using var file = PlainFile.OpenRead(path);
            content = new byte[file.Length];
            file.ReadExactly(content);
        });
        return content;
    }

    /// <summary>Makes the names in a folder, new and removed ones, last over a loss of power.</summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return; // there the file system does so itself
        using var folder = Open(path, ReadOnlyFolder);
        if (!folder.IsInvalid) Guarded(path, () => RandomAccess.FlushToDisk(folder));
    }

    /// <summary>Opens a file for reading without the lock that .NET takes; invalid where it cannot be opened.</summary>
    [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return options;
    }

    private static void Guarded(string path, Action act)
    {
        try
        {
            act();
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new UnusableInput(new Text("没有读写这个位置的权限。", "This place may not be read or written."), new Text("用记录所有者的账户运行，或授予权限。", "Run as the user who owns the record, or give that right."), path, fault);
        }
        catch (IOException fault)
        {
            throw new MachineFault(new Text($"{path}：{SystemWords.Of(fault).Zh}", $"{path}: {fault.Message}"), new Text("检查它所在的磁盘和剩余空间。", "Check the disk it lies on, and the space there."), fault);
        }
    }
}
