using System.CommandLine;
using System.Text;
using Trellis.Runtime;
using Trellis.Runtime.Files;
using Trellis.Structure.Vocabulary;

namespace Trellis.Cli;

/// <summary>trellis schema DIR: write what editors need to complete and underline structure files.</summary>
internal static class SchemaCommand
{
    /// <summary>The file that tells an editor which schema belongs to which files.</summary>
    public const string Settings = "editor-settings.json";

    public static Command Make(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder to write to; it is made where there is none." };
        var lang = new Option<string?>("--lang") { Description = "Language of the messages: zh or en. Default: the language of your system.", HelpName = "zh|en" };

        var command = new Command("schema", "Write JSON Schemas of the structure language, so that editors complete, underline and explain.") { folder, lang };
        command.SetAction(parsed =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var path = parsed.GetValue(folder)!;
            if (path.Length == 0) throw new UnusableInput("The name given as DIR is empty.", "Name a folder to write to.");
            if (File.Exists(path)) throw new UnusableInput("This is a file.", "Name a folder to write to.", path);
            MakeFolder(path);
            foreach (var words in JsonSchemas.Kinds) Write(JsonSchemas.FileOf(words), JsonSchemas.Of(words));
            Write(Settings, JsonSchemas.EditorSettings(Prefix(path)));
            terminal.Words.WriteLine(language == Language.Chinese
                ? $"已写入 {path}：{JsonSchemas.Kinds.Count} 个 JSON Schema，和 {Settings}（把它的内容放进编辑器的设置）。"
                : $"{path} now holds {JsonSchemas.Kinds.Count} schemas and {Settings}; put what it holds into the settings of your editor.");
            return ExitCodes.Fine;

            void Write(string name, string text) =>
                OutputFile.Write(Path.Combine(path, name), terminal.Output, to => to.Write(Encoding.UTF8.GetBytes(text)));
        });
        return command;
    }

    private static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new UnusableInput("This place may not be written to.", "Choose a folder you may write in.", path, fault);
        }
        catch (IOException fault)
        {
            throw new MachineFault($"{path} could not be made: {fault.Message}", "Check the path, the disk or the network drive it lies on.", fault);
        }
    }

    /// <summary>Editors read a path that begins with a dot from the folder that is open in them.</summary>
    private static string Prefix(string path) => Path.IsPathRooted(path) || path.StartsWith('.') ? path : $"./{path}";
}
