using System.Globalization;
using System.Text;
using QRCoder;

namespace Trellis.Web.Shared;

/// <summary>A QR code as the drawing of a page: one path, so that it is small, sharp on paper, and needs nothing from anywhere.</summary>
public static class QrCode
{
    /// <param name="holds">What is read off it: an address.</param>
    /// <param name="says">What whoever cannot see it is told.</param>
    public static string Draw(string holds, string says)
    {
        // A seventh of it may be torn or stained.
        using var drawn = QRCodeGenerator.GenerateQrCode(holds, QRCodeGenerator.ECCLevel.M);
        var rows = drawn.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
            for (var x = 0; x < rows[y].Count; x++)
            {
                if (!rows[y][x]) continue;
                var from = x;
                while (x + 1 < rows[y].Count && rows[y][x + 1]) x++;
                path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from + 1}v1h-{x - from + 1}z");
            }

        return string.Create(CultureInfo.InvariantCulture, $"<svg class=\"qr\" role=\"img\" aria-label=\"{System.Net.WebUtility.HtmlEncode(says)}\" viewBox=\"0 0 {rows.Count} {rows.Count}\" shape-rendering=\"crispEdges\"><rect width=\"{rows.Count}\" height=\"{rows.Count}\" fill=\"#fff\"/><path d=\"{path}\"/></svg>");
    }
}
