using System.Text.Json;
using System.Text.Json.Serialization;
using Trellis.Authority.Access;
using Trellis.Runtime.Files;

namespace Trellis.Web.Authority;

/// <summary>How people sign in at a site. The site's own: neither the structure nor the record knows where its providers are.</summary>
public sealed record SignInSettings
{
    /// <summary>Without a file: accounts of the site's own, which nobody looks after but whoever has the machine.</summary>
    public static SignInSettings Usual { get; } = new();

    /// <summary>Posts whose holders open accounts, help to recover them and lock them.</summary>
    public IReadOnlyList<PostAt> LookAfterAccounts { get; init; } = [];

    public IReadOnlyList<ProviderSettings> Providers { get; init; } = [];
}

/// <summary>A place elsewhere that recognises people: a provider of OpenID Connect.</summary>
/// <param name="Id">In addresses and sessions.</param>
/// <param name="Secret">Null for a client without one.</param>
public sealed record ProviderSettings(string Id, Text Name, Uri Authority, string Client, string? Secret, IReadOnlyList<string> Scopes, ClaimOfPerson Person);

internal sealed record SignInFile
{
    public IReadOnlyList<string>? LookAfterAccounts { get; init; }

    public IReadOnlyList<ProviderForm>? Providers { get; init; }
}

internal sealed record ProviderForm
{
    public required string Id { get; init; }

    public required NameForm Name { get; init; }

    public required string Issuer { get; init; }

    public required string Client { get; init; }

    public string? SecretFile { get; init; }

    public IReadOnlyList<string>? Scopes { get; init; }

    public PersonForm? Person { get; init; }
}

internal sealed record NameForm(string Zh, string En);

internal sealed record PersonForm
{
    public required string Claim { get; init; }

    public string? Fact { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SignInFile))]
internal sealed partial class SignInJson : JsonSerializerContext;

/// <summary>Reads the file in which a site says how people sign in.</summary>
public static class ReadingSignInFiles
{
    private const int MostBytes = 256 * 1024;
    private const int MostProviders = 10;

    public static SignInSettings Read(string path)
    {
        if (!StrictJson.TryRead(BytesOf(path, MostBytes), SignInJson.Default.SignInFile, out var file, out var fault)) throw Wrong(path, fault.Value);
        var providers = file.Providers ?? [];
        if (providers.Count > MostProviders) throw Wrong(path, new Text($"providers 最多 {MostProviders} 个。", $"There are {MostProviders} providers at most."));
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return new SignInSettings
        {
            LookAfterAccounts = [.. (file.LookAfterAccounts ?? []).Select(written => PostAt.Parse(written) is { Post.Length: > 0 } post ? post : throw Wrong(path, new Text($"look-after-accounts 里要写 岗位@单位，不能写 \"{Excerpt.Of(written, 40)}\"。", $"look-after-accounts takes post@unit, not \"{Excerpt.Of(written, 40)}\".")))],
            Providers = [.. providers.Select(form => Of(form, path, ids))],
        };
    }

    private static ProviderSettings Of(ProviderForm form, string path, HashSet<string> ids)
    {
        var at = Excerpt.Of(form.Id, 40);
        if (form.Id.Length is 0 or > 40 || !form.Id.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-') || !ids.Add(form.Id))
            throw Wrong(path, new Text($"provider 的 id \"{at}\" 要由小写字母、数字和 - 组成，不重复。", $"The id \"{at}\" of a provider has small letters, digits and -, and stands once."));
        // Whoever stands between us and the provider could say who anybody is.
        if (!Uri.TryCreate(form.Issuer, UriKind.Absolute, out var issuer) || !(issuer.Scheme == "https" || (issuer.Scheme == "http" && issuer.IsLoopback)) || issuer is not { Query: "", Fragment: "", UserInfo: "" })
            throw Wrong(path, new Text($"{at} 的 issuer 要写 https 网址；http 只用于本机。", $"The issuer of {at} is an https address; http is for this machine only."));
        if (form.Name.Zh.Trim().Length == 0 || form.Name.En.Trim().Length == 0) throw Wrong(path, new Text($"{at} 的 name 要有中文和英文。", $"The name of {at} is written in both languages, zh and en."));
        if (form.Client.Length == 0) throw Wrong(path, new Text($"{at} 缺少 client。", $"The client of {at} is missing."));
        if (form.Person is not { Claim.Length: > 0 } person || (person.Fact is { } fact && !fact.StartsWith("actor.", StringComparison.Ordinal)))
            throw Wrong(path, new Text($"{at} 的 person 要写 claim；fact 是 seats.tsv 里的列，如 actor.email。", $"The person of {at} names a claim; a fact is a column of seats.tsv such as actor.email."));
        var secret = form.SecretFile is { } file ? System.Text.Encoding.UTF8.GetString(BytesOf(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, file), 4096)).Trim() : null;
        if (secret is { Length: 0 }) throw Wrong(path, new Text($"{at} 的 secret-file 是空的。", $"The secret-file of {at} is empty."));
        return new ProviderSettings(form.Id, new Text(form.Name.Zh, form.Name.En), issuer, form.Client, secret, form.Scopes ?? [], new ClaimOfPerson(person.Claim, person.Fact));
    }

    private static byte[] BytesOf(string path, int most)
    {
        try
        {
            using var file = PlainFile.OpenRead(path);
            using var bytes = new MemoryStream();
            var part = new byte[4096];
            for (int read; (read = file.Read(part)) > 0;)
            {
                bytes.Write(part, 0, read);
                if (bytes.Length > most) throw new UnusableInput(new Text("这个登录设置文件太大。", "This file of sign-in settings is too large."), new Text("核对路径：它只有几十行。", "Check the path: it has some dozens of lines."), path);
            }

            return bytes.ToArray();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInput(new Text("登录设置文件读不到。", "The file of sign-in settings cannot be read."), new Text("核对 --sign-in 后面的路径、secret-file 和读取权限。", "Check the path behind --sign-in, secret-file, and the right to read them."), path, fault);
        }
    }

    private static UnusableInput Wrong(string path, Text fault) => new(
        new Text($"登录设置文件不能用：{fault.Zh}", $"The file of sign-in settings cannot be used: {fault.En}"),
        new Text("docs/howto/sign-in.md 里有写好的样子。", "docs/howto/sign-in.md shows one that is right."), path);
}
