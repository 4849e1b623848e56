using Trellis.Runtime.Files;

namespace Trellis.Cli;

/// <summary>A line on standard error that says how far a long reading is. Silent in a pipe, and for anything under a second.</summary>
internal sealed class Progress : IDisposable
{
    private readonly Terminal _terminal;
    private readonly InputFile? _input;
    private readonly Language _language;
    private readonly Timer? _timer;
    private readonly Lock _lock = new();
    private string? _step;
    private bool _shown;
    private bool _over;

    private Progress(Terminal terminal, InputFile? input, Language language)
    {
        (_terminal, _input, _language) = (terminal, input, language);
        if (terminal.Watched) _timer = new Timer(_ => Show(), state: null, dueTime: 1000, period: 250);
    }

    public static Progress Start(Terminal terminal, InputFile input, Language language) => new(terminal, input, language);

    /// <summary>For work without a file of known length: shows the step that was said last.</summary>
    public static Progress Start(Terminal terminal, string step, Language language) => new(terminal, null, language) { _step = step };

    public void Say(string step)
    {
        lock (_lock) _step = step;
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            _over = true;
            if (_shown) _terminal.Errors.Write("\r\u001b[K");
        }
    }

    private void Show()
    {
        lock (_lock)
        {
            if (_over) return;
            _shown = true;
            var reading = _language == Language.Chinese ? "正在读取" : "Reading";
            var text = _step ?? (_input!.Length is { } length
                ? $"{reading} {_input.Source}: {100.0 * Math.Min(_input.Passed, length) / length:0} %"
                : $"{reading} {_input.Source}: {_input.Passed / 1_000_000:N0} MB");
            _terminal.Errors.Write($"\r\u001b[K{Excerpt.Of(text, 70)} …");
        }
    }
}
