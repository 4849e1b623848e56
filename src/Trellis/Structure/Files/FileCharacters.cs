using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Trellis.Structure.Findings;

namespace Trellis.Structure.Files;

/// <summary>A structure file is UTF-8 and holds nothing that hides, turns or joins what people read.</summary>
internal static class FileCharacters
{
    private static readonly SearchValues<byte> Suspicious = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 0x7F, 0xC2, 0xCC, 0xCD, 0xD8, 0xE1, 0xE2, 0xEF, 0xF0]);

    /// <summary>True when the file can be read further; forbidden characters are told one by one, another encoding once.</summary>
    public static bool Check(SourceFile file, FindingList findings)
    {
        var text = file.Bytes.AsSpan(file.ContentStart);
        if (!Utf8.IsValid(text))
        {
            findings.Add(WrongEncoding(file));
            return false;
        }

        var fine = true;
        for (var at = 0; at < text.Length;)
        {
            var step = text[at..].IndexOfAny(Suspicious);
            if (step < 0) break;
            at += step;
            Rune.DecodeFromUtf8(text[at..], out var rune, out var length);
            if (rune.Value == '\t' && file.IsTable) { }
            else if (rune.Value == '\r' && at + 1 < text.Length && text[at + 1] == '\n') { }
            else if (rune.Value == '\t')
            {
                findings.Add(new Finding(FindingCodes.OutsideTheSubset, new Mark(file, file.ContentStart + at, 1), new("YAML 里不能用制表符。", "A tab is not allowed in YAML."))
                { Expected = new("改用空格。", "Use spaces.") });
                fine = false;
            }
            else if (IsForbidden(rune.Value))
            {
                findings.Add(new Finding(FindingCodes.ForbiddenCharacters, new Mark(file, file.ContentStart + at, length),
                    new($"看不见的字符 U+{rune.Value:X4} 不允许。", $"The invisible character U+{rune.Value:X4} is not allowed."))
                { Expected = new("删去它；它会让文字看起来与实际不同。", "Delete it; it makes a text look unlike what it is.") });
                fine = false;
            }

            else if (IsNotComposed(rune.Value))
            {
                findings.Add(new Finding(FindingCodes.ForbiddenCharacters, new Mark(file, file.ContentStart + at, length),
                    new($"字符 U+{rune.Value:X4} 有另一种通用写法，看起来一样却算作别的文字。", $"The character U+{rune.Value:X4} has a usual form that looks the same and counts as another text."))
                { Expected = rune.Value < 0x0370 ? new("把字母和附加符号写成一个字符，如 é。", "Write the letter with its mark as one character, such as é.") : new("改用通用的汉字。", "Use the ordinary ideograph.") });
                fine = false;
            }

            at += length;
        }

        return fine;
    }

    /// <summary>Controls other than the line end, direction marks, and characters without width.</summary>
    internal static bool IsForbidden(int value) => value switch
    {
        '\n' => false,
        < 0x20 or 0x7F => true,
        >= 0x80 and < 0xA0 => true,
        0xAD or 0x061C or 0x180E or 0xFEFF => true,
        >= 0x200B and <= 0x200F => true,
        >= 0x2028 and <= 0x202E => true,
        >= 0x2060 and <= 0x206F => true,
        >= 0xFFF9 and <= 0xFFFB => true,
        _ => false,
    };

    /// <summary>
    /// What Unicode's composed form (NFC) would replace in Chinese and English texts: marks set behind a letter, and compatibility ideographs.
    /// They are refused, not replaced, so that what is hashed is what is written.
    /// </summary>
    private static bool IsNotComposed(int value) => value switch
    {
        >= 0x0300 and <= 0x036F => true,
        0xFA0E or 0xFA0F or 0xFA11 or 0xFA13 or 0xFA14 or 0xFA1F or 0xFA21 or 0xFA23 or 0xFA24 or 0xFA27 or 0xFA28 or 0xFA29 => false, // ordinary ideographs in that block
        >= 0xF900 and <= 0xFAD9 => true,
        >= 0x2F800 and <= 0x2FA1D => true,
        _ => false,
    };

    private static Finding WrongEncoding(SourceFile file)
    {
        var bytes = file.Bytes.AsSpan();
        var (zh, en) = bytes switch
        {
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => ("UTF-16", "UTF-16"),
            _ when LooksLikeGb18030(bytes) => ("GB18030 或 GBK", "GB18030 or GBK"),
            _ => ("别的编码", "another encoding"),
        };
        var at = FirstInvalid(bytes[file.ContentStart..]) + file.ContentStart;
        return new Finding(FindingCodes.ForbiddenCharacters, new Mark(file, at, 1), new($"文件不是 UTF-8，看来是 {zh}。", $"The file is not UTF-8; it looks like {en}."))
        { Expected = new("另存为 UTF-8。电子表格：另存为「CSV UTF-8」或文本（UTF-8）。", "Save it as UTF-8. In a spreadsheet choose a format that names UTF-8.") };
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf8(text[at..], out _, out var length) != OperationStatus.Done) return at;
            at += length;
        }

        return 0;
    }

    /// <summary>Every byte above 0x80 begins a pair that GB18030 allows, in the first few thousand bytes.</summary>
    private static bool LooksLikeGb18030(ReadOnlySpan<byte> bytes)
    {
        var pairs = 0;
        for (var at = 0; at < Math.Min(bytes.Length - 1, 4096); at++)
        {
            if (bytes[at] < 0x80) continue;
            if (bytes[at] is 0x80 or 0xFF || bytes[at + 1] is < 0x30 or 0x7F or 0xFF) return false;
            pairs++;
            at++;
        }

        return pairs > 1;
    }
}
