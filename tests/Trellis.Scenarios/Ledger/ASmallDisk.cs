using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>A disk in memory of a few megabytes, which only root can arrange.</summary>
internal sealed class ASmallDisk : IDisposable
{
    private ASmallDisk(int megabytes)
    {
        Folder = Directory.CreateTempSubdirectory("trellis-disk-").FullName;
        AServer.Shell("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Folder);
    }

    public string Folder { get; }

    public static ASmallDisk Of(int megabytes)
    {
        if (!Environment.IsPrivilegedProcess) Assert.Skip("Only root can mount a small disk.");
        return new ASmallDisk(megabytes);
    }

    /// <summary>Fills it to its last block.</summary>
    /// <returns>The file that makes room again when it is deleted.</returns>
    public string FillUp()
    {
        var ballast = Path.Combine(Folder, "ballast");
        using var file = new FileStream(ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        Assert.Throws<IOException>((Action)(() =>
        {
            while (true) file.Write(new byte[4096]);
        }));
        return ballast;
    }

    public void Dispose()
    {
        AServer.Shell("umount", "-l", Folder);
        Directory.Delete(Folder);
    }
}
