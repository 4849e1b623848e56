using Trellis.Authority;

namespace Trellis.Runtime.Authority;

/// <summary>Who may decide what, as it stands at one moment: the structure in force with what has happened since.</summary>
/// <param name="Version">The hash of the structure.</param>
/// <param name="LedgerSize">How many entries the record had.</param>
/// <param name="Day">Today, where the structure is in force.</param>
public sealed record AuthorityNow(Mandates Mandates, Standing Standing, string Version, long LedgerSize, DateOnly Day);
