using Trellis.Ledger;
using Trellis.Web.Shared;

namespace Trellis.Web.Ledger;

/// <summary>The record as anybody sees it: its newest signed head, and how to verify it.</summary>
public sealed class RecordPage : SitePage
{
    public override Text Heading => new("记录", "The record");

    public override string Way => "/record";

    public SignedCheckpoint? Signed { get; private set; }

    public void OnGet() => Signed = Site.Checkpoint();
}
