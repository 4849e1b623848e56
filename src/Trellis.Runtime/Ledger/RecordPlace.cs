using Trellis.Ledger;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>Where a record lies: its store, the folder of its keys, the folder of its attachments.</summary>
public sealed record RecordPlace(Store Store, string Keys, string Attachments)
{
    /// <summary>An SQLite file; keys and attachments lie beside it unless named.</summary>
    public static RecordPlace OfFile(string file, string? keys = null, string? attachments = null)
    {
        var store = new SqliteStore(file);
        return new RecordPlace(store, keys ?? store.File + ".keys", attachments ?? store.File + ".attachments");
    }

    /// <summary>A PostgreSQL database; the folder of the keys must be named, since a database has no place beside it.</summary>
    public static RecordPlace OfPostgres(string connectionString, string? keys, string? attachments = null)
    {
        if (keys is null) throw new UnusableInput(new Text("用 --postgres 时必须写明密钥文件夹。", "With --postgres the folder of the keys must be named."), new Text("加上 --keys DIR：只有本程序可读、不在数据库磁盘上的文件夹。", "Add --keys DIR: a folder that only this program may read, and not on the database's disk."));
        return new RecordPlace(new PostgresStore(connectionString), keys, attachments ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(keys)) ?? ".", "attachments"));
    }
}

/// <summary>How a record is written.</summary>
public sealed record RecordSettings
{
    /// <summary>The most acts of one transaction.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>The most acts that may wait; who comes then waits for a place.</summary>
    public int Waiting { get; init; } = 16_384;

    /// <summary>How long a batch waits for a store that cannot be reached before its callers are told.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>At load, a checkpoint is signed this often; otherwise at once.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The version of the structure in force, for the events that the record makes itself: erasures, restores.</summary>
    public string Structure { get; init; } = "none";

    /// <summary>Whether a simulated record may be gone on with: by whoever shows one, and never for real work.</summary>
    public bool MayBeSimulated { get; init; }

    /// <summary>The most bytes of one attachment.</summary>
    public int MostAttached { get; init; } = 20 * 1024 * 1024;

    /// <summary>Who is asked to co-sign every checkpoint.</summary>
    public IReadOnlyList<IWitness> Witnesses { get; init; } = [];

    /// <summary>Which cosignatures make a checkpoint count; null where our own signature is enough.</summary>
    public WitnessPolicy? Policy { get; init; }

    /// <summary>How long a witness may take to answer.</summary>
    public TimeSpan WitnessPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After how long a witness that did not co-sign is asked again, where no newer checkpoint comes first.</summary>
    public TimeSpan WitnessRetry { get; init; } = TimeSpan.FromSeconds(10);
}
