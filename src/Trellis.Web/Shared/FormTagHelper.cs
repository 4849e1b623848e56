using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Web.Shared;

/// <summary>Each form that acts says for whom its page was shown, so that nothing is done in the name of somebody who signed in since.</summary>
[HtmlTargetElement("form", Attributes = "method")]
public sealed class FormTagHelper : TagHelper
{
    /// <summary>The id of the form that a page is there for: what stands in it is kept when the page is turned into another language or print.</summary>
    public const string Answers = "answers";

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(output);
        if (output.Attributes["id"]?.Value.ToString() == Answers && ViewContext.HttpContext.Items[typeof(SitePage)] is SitePage { Reader: not null, Mark.Length: > 0 }) ViewContext.HttpContext.Items[Answers] = Answers;
        if (ViewContext.HttpContext.Items[typeof(SitePage)] is not SitePage { Mark: { Length: > 0 } mark } || !string.Equals(output.Attributes["method"]?.Value.ToString(), "post", StringComparison.OrdinalIgnoreCase)) return;
        // Nobody has to be anybody to sign out.
        if (output.Attributes["action"]?.Value.ToString() == "/sign-out") return;
        output.PreContent.AppendHtml("<input type=\"hidden\" name=\"" + FormThatWaits.MarkField + "\" value=\"").Append(mark).AppendHtml("\">");
    }
}
