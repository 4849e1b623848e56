using Trellis.Runtime.Database;

namespace Trellis.Runtime.Process;

/// <summary>Empty tables of our own in a file that goes with us, to fold into.</summary>
internal sealed class ScratchTables : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-anew-").FullName;

    public ScratchTables()
    {
        var session = SqliteSession.OpenToWrite(Path.Combine(_folder, "anew.db"), create: true);
        session.Execute("pragma synchronous = off"); // whatever happens to it, it is made again
        Migrating.BringUpToDate(session, Spelling.Sqlite);
        Session = session;
    }

    public Session Session { get; }

    public void Dispose()
    {
        Session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
