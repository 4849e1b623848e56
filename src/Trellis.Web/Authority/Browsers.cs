namespace Trellis.Web.Authority;

/// <summary>What a browser calls itself, in two words, so that people know their own in a list. Nothing is decided by it.</summary>
internal static class Browsers
{
    private static readonly (string Sign, string Name)[] Kinds = [("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR", "Opera"), ("HuaweiBrowser", "Huawei Browser"), ("QQBrowser", "QQ Browser"), ("UCBrowser", "UC Browser"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")];

    private static readonly (string Sign, string Name)[] Systems = [("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux")];

    public static string NameOf(string header)
    {
        string[] words = [Of(Kinds, header), Of(Systems, header)];
        return string.Join(" · ", words.Where(static one => one.Length > 0));
    }

    private static string Of((string Sign, string Name)[] signs, string header)
    {
        foreach (var (sign, name) in signs)
            if (header.Contains(sign, StringComparison.Ordinal)) return name;
        return "";
    }
}
