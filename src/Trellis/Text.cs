namespace Trellis;

/// <summary>The languages in which people read what Trellis says.</summary>
public enum Language
{
    English,
    Chinese,
}

/// <summary>A sentence in both languages. Whoever writes one writes the other beside it.</summary>
public readonly record struct Text(string Zh, string En)
{
    public string In(Language language) => language == Language.Chinese ? Zh : En;
}
