using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Trellis.Runtime.Files;

/// <summary>
/// Which file a name leads to, whatever the name: its device and its number there. Two names of one file (hard links) have the same.
/// Read by statx, whose shape is the same on all processors; where the system has none, nothing is known.
/// </summary>
/// <param name="Names">How many names the file has; more than one means hard links.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Number, uint Names)
{
    private const int AtCurrentFolder = -100; // AT_FDCWD
    private const int AtEmptyPath = 0x1000;
    private const int WithoutFollowing = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint BasicStats = 0x7ff; // STATX_BASIC_STATS

    /// <summary>The file at a path, links followed; null where there is none, or where the system does not tell.</summary>
    public static FileIdentity? Of(string path) => Ask(AtCurrentFolder, path, 0);

    /// <summary>What bears this very name, be it a link.</summary>
    public static FileIdentity? OfName(string path) => Ask(AtCurrentFolder, path, WithoutFollowing);

    /// <summary>The file that is open.</summary>
    public static FileIdentity? Of(SafeFileHandle open) => Ask((int)open.DangerousGetHandle(), "", AtEmptyPath);

    /// <summary>Whether two are names of one file.</summary>
    public bool IsSameFile(FileIdentity other) => Device == other.Device && Number == other.Number;

    private static FileIdentity? Ask(int folder, string path, int flags)
    {
        if (OperatingSystem.IsWindows()) return null;
        var answer = new byte[256];
        try
        {
            if (Statx(folder, path, flags, BasicStats, answer) != 0) return null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }

        var device = ((ulong)BitConverter.ToUInt32(answer, 136) << 32) | BitConverter.ToUInt32(answer, 140);
        return new FileIdentity(device, BitConverter.ToUInt64(answer, 32), BitConverter.ToUInt32(answer, 16));
    }

    [DllImport("libc", EntryPoint = "statx", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] answer);
}
