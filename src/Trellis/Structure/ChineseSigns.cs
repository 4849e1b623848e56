namespace Trellis.Structure;

/// <summary>
/// Signs that a Chinese keyboard gives where the files want those of ASCII: the likeliest slip of all. Inside texts for people they are right;
/// in ids, lists, quantities and conditions they never are, and there they are named with what to write instead.
/// </summary>
internal static class ChineseSigns
{
    /// <param name="At">Where it stands in the text.</param>
    /// <param name="Sign">The sign itself.</param>
    /// <param name="Right">What is written instead.</param>
    /// <param name="Name">"中文逗号", "a Chinese comma".</param>
    /// <param name="RightName">"英文逗号".</param>
    public readonly record struct Slip(int At, char Sign, string Right, Text Name, string RightName)
    {
        /// <summary>What stands here, and what must.</summary>
        public Text Says => Sign switch
        {
            '\u3000' => new("这里是全角空格，要用半角空格。", "A full-width blank stands here; it must be an ordinary one."),
            >= '０' and <= '９' => new($"「{Sign}」是全角数字，这里要用半角数字「{Right}」。", $"\"{Sign}\" is a full-width digit; here it must be \"{Right}\"."),
            >= '！' and <= '～' when char.IsAsciiLetter(Right[0]) => new($"「{Sign}」是全角字母，这里要用半角字母「{Right}」。", $"\"{Sign}\" is a full-width letter; here it must be \"{Right}\"."),
            _ when Right == "\"" => new($"「{Sign}」是中文引号，这里要用英文引号（\"）。", $"\"{Sign}\" is a Chinese quote; here it must be a straight one (\")."),
            _ => new($"「{Sign}」是{Name.Zh}，这里要用{RightName}「{Right}」。", $"\"{Sign}\" is {Name.En}; here it must be \"{Right}\"."),
        };

        /// <summary>What to do about it.</summary>
        public Text Remedy => Sign switch
        {
            '：' => new("把输入法切换到英文，写成「: 」，冒号后有一个空格。", "Switch the keyboard to English and write \": \", with a blank behind the colon."),
            '、' or '，' => new("把输入法切换到英文，写成「, 」。", "Switch the keyboard to English and write \", \"."),
            _ => new("把输入法切换到英文（半角），再打一遍。", "Switch the keyboard to English and type it again."),
        };
    }

    /// <summary>The first such sign of a text; null where there is none.</summary>
    public static Slip? FirstIn(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
            if (Of(text[at]) is { } slip) return slip with { At = at };
        return null;
    }

    /// <summary>Whether a sign of a Chinese keyboard stands for one of ASCII, and for which.</summary>
    public static Slip? Of(char sign) => sign switch
    {
        '，' => Named(sign, ",", "逗号", "comma"),
        '、' => new Slip(0, sign, ",", new("中文顿号", "a Chinese enumeration comma"), "英文逗号"),
        '：' => Named(sign, ":", "冒号", "colon"),
        '；' => Named(sign, ",", "分号", "semicolon", "英文逗号"),
        '。' or '．' => Named(sign, ".", "句号", "full stop", "英文句点"),
        '（' => Named(sign, "(", "左括号", "opening bracket"),
        '）' => Named(sign, ")", "右括号", "closing bracket"),
        '【' or '［' or '〔' => Named(sign, "[", "左方括号", "opening square bracket"),
        '】' or '］' or '〕' => Named(sign, "]", "右方括号", "closing square bracket"),
        '｛' => Named(sign, "{", "左花括号", "opening brace"),
        '｝' => Named(sign, "}", "右花括号", "closing brace"),
        '“' or '”' or '‘' or '’' or '「' or '」' or '『' or '』' or '＂' => Named(sign, "\"", "引号", "quote"),
        '－' or '—' or '–' => Named(sign, "-", "连接号", "dash", "英文连字符"),
        '＠' => Wide(sign, "@"),
        '／' => Wide(sign, "/"),
        '＃' => Wide(sign, "#"),
        '＜' or '《' or '〈' => Named(sign, "<", "小于号", "less-than sign"),
        '＞' or '》' or '〉' => Named(sign, ">", "大于号", "more-than sign"),
        '＝' => Named(sign, "=", "等号", "equals sign"),
        '％' => Named(sign, "%", "百分号", "per cent sign"),
        '＿' => Wide(sign, "-"),
        '\u3000' => new Slip(0, sign, " ", new("全角空格", "a full-width blank"), "半角空格"),
        (>= '０' and <= '９') or (>= 'Ａ' and <= 'Ｚ') or (>= 'ａ' and <= 'ｚ') => Wide(sign, ((char)(sign - '！' + '!')).ToString()),
        _ => null,
    };

    private static Slip Named(char sign, string right, string zh, string en, string? rightName = null) =>
        new(0, sign, right, new($"中文{zh}", $"a Chinese {en}"), rightName ?? $"英文{zh}");

    private static Slip Wide(char sign, string right) => new(0, sign, right, new("全角字符", "a full-width sign"), "半角字符");
}
