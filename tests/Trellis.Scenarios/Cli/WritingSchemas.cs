using System.Text.Json;
using Xunit;

namespace Trellis.Scenarios.Cli;

/// <summary>`trellis schema`: what editors need, in a folder of its own.</summary>
public sealed class WritingSchemas : IDisposable
{
    private readonly TheProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void Schemas_and_the_settings_of_an_editor_are_written_into_a_folder_that_is_made()
    {
        _program.Run("schema", "editor/schemas").Succeeds();

        var files = Directory.EnumerateFiles(_program.At("editor/schemas")).ToList();
        Assert.Contains(files, static file => file.EndsWith("/duties.schema.json", StringComparison.Ordinal));
        Assert.All(files, static file => JsonDocument.Parse(File.ReadAllBytes(file)).Dispose());
        using var settings = JsonDocument.Parse(File.ReadAllBytes(_program.At("editor/schemas/editor-settings.json")));
        Assert.All(settings.RootElement.GetProperty("yaml.schemas").EnumerateObject(), schema => Assert.True(File.Exists(_program.At(schema.Name)), schema.Name));
        Assert.Equal(files.Count - 1, settings.RootElement.GetProperty("yaml.schemas").EnumerateObject().Count());
    }

    [Fact]
    public void Writing_them_again_changes_nothing_and_leaves_other_files_alone()
    {
        _program.Run("schema", ".").Succeeds();
        var before = File.ReadAllText(_program.At("matters.schema.json"));
        _program.Given("notes.txt", "mine");

        _program.Run("schema", ".", "--lang", "zh").Succeeds();

        Assert.Equal(before, File.ReadAllText(_program.At("matters.schema.json")));
        Assert.Equal("mine", File.ReadAllText(_program.At("notes.txt")));
    }

    [Fact]
    public void A_file_is_no_folder_to_write_to()
    {
        _program.Given("schemas", "");

        _program.Run("schema", "schemas").RefusesSaying("This is a file.", "Name a folder");
    }
}
