using Microsoft.AspNetCore.Http;

namespace Trellis.Web;

/// <summary>
/// The parameters that an address takes. One that it does not know is refused, and so is one that stands twice or holds no text:
/// a filter that was misspelt would otherwise be passed over, and the list be longer than was asked for.
/// </summary>
internal sealed record Takes(params IReadOnlyList<string> Parameters)
{
    public static Problem? WhyNot(HttpContext context)
    {
        var known = context.GetEndpoint()?.Metadata.GetMetadata<Takes>()?.Parameters ?? [];
        foreach (var (name, values) in context.Request.Query)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                var near = NearNames.Nearest(name, known);
                return Wrong($"没有参数 {Excerpt.Of(name, 40)}{(near is null ? "。" : $"；是不是 {near}？")}", $"There is no parameter {Excerpt.Of(name, 40)}{(near is null ? "." : $"; did you mean {near}?")}");
            }

            if (values.Count != 1) return Wrong($"参数 {name} 只写一次。", $"The parameter {name} is written once.");
            if (values[0] is { } value && value.Any(static letter => char.IsControl(letter) || letter == '\uFFFD')) return Wrong($"参数 {name} 中有不是文字的内容。", $"Something in the parameter {name} is no text.");
        }

        return null;

        static Problem Wrong(string zh, string en) => new(StatusCodes.Status400BadRequest, HttpRefusals.ParameterUnreadable, new Text(zh, en));
    }
}
