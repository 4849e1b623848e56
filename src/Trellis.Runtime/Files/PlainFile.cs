using Microsoft.Win32.SafeHandles;

namespace Trellis.Runtime.Files;

/// <summary>Opens small files that somebody handed over. A pipe under a file's name would keep the reader waiting for ever, so it is refused.</summary>
public static class PlainFile
{
    private const int NonBlockingOnLinux = 0x800; // O_NONBLOCK
    private const int NonBlockingElsewhere = 0x4;

    /// <exception cref="UnusableInput">It is a pipe, a socket or a terminal.</exception>
    public static FileStream OpenRead(string path)
    {
        if (!OperatingSystem.IsWindows() && !IsOwnPipe(path) && File.Exists(path))
        {
            // Opening a pipe without waiting succeeds; whether it has places to go to tells it from a file.
            using var handle = DurableFile.Open(path, OperatingSystem.IsLinux() ? NonBlockingOnLinux : NonBlockingElsewhere);
            if (!handle.IsInvalid && !CanSeek(handle))
                throw new UnusableInput(new Text("这不是文件，而是管道、套接字或设备。", "This is no file: a pipe, a socket or a device."), new Text("把内容写进文件，再写明那个文件。", "Write its content to a file, and name that."), path);
        }

        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }

    /// <summary>What a shell hands to this very program, as <c>&lt;(command)</c> does, has a writer and an end.</summary>
    private static bool IsOwnPipe(string path) => path.StartsWith("/dev/fd/", StringComparison.Ordinal) || path.StartsWith("/proc/self/fd/", StringComparison.Ordinal) || path == "/dev/stdin";

    private static bool CanSeek(SafeFileHandle handle)
    {
        try
        {
            using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            return stream.CanSeek;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }
}
