using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Trellis.Web.Assessment;
using Trellis.Web.Authority;
using Trellis.Web.Diagnosis;
using Trellis.Web.Information;
using Trellis.Web.Ledger;
using Trellis.Web.Process;

namespace Trellis.Web;

/// <summary>The interface in words that other programs read (OpenAPI 3.1), made of the addresses themselves.</summary>
internal static class ApiDescription
{
    public static void Use(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, ProcessHttpJson.Default);
        options.TypeInfoResolverChain.Insert(1, AdminHttpJson.Default);
        options.TypeInfoResolverChain.Insert(2, EventsHttpJson.Default);
        options.TypeInfoResolverChain.Insert(3, LooksHttpJson.Default);
        options.TypeInfoResolverChain.Insert(4, RegistersHttpJson.Default);
        options.TypeInfoResolverChain.Insert(5, AssessmentHttpJson.Default);
        options.TypeInfoResolverChain.Insert(6, FormsHttpJson.Default);
        options.TypeInfoResolverChain.Insert(7, FindingsHttpJson.Default);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
    }

    public static void Describe(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Trellis",
                Version = "1",
                Description = "Running matters: every act and question as JSON. docs/reference/http-api.md says it in words.\n\n在办事项：每个办理行为和查询都是 JSON。",
            };
            // The document is the same wherever it is served.
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "trellis token issue gives one." };
            document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
            document.Components.Schemas["Problem"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "RFC 9457, with the code of the refusal.",
                Required = new HashSet<string> { "type", "title", "status", "code" },
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["type"] = new OpenApiSchema { Type = JsonSchemaType.String },
                    ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
                    ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                    ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
                    ["code"] = new OpenApiSchema { Type = JsonSchemaType.String },
                    ["recorded"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The position of the entry in which a refusal for lack of authority stands." },
                },
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(static (schema, context, _) =>
        {
            // The generator takes the choices for numbers; they travel as words.
            if ((Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type) is not { IsEnum: true } choice) return Task.CompletedTask;
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. StrictJson.WordsOf(choice).Select(static word => JsonValue.Create(word)!)];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(static (operation, context, _) =>
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("token", context.Document)] = [] }];
            operation.Responses ??= [];
            operation.Responses["default"] = new OpenApiResponse
            {
                Description = "A no, with its code.",
                Content = new Dictionary<string, OpenApiMediaType> { [Problem.ContentType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference("Problem", context.Document) } },
            };
            if (operation.Tags?.Any(static tag => tag.Name == "acts") != true && !context.Description.ActionDescriptor.EndpointMetadata.OfType<NeedsKey>().Any()) return Task.CompletedTask;
            operation.Parameters ??= [];
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Takes>().Any(static takes => takes.Parameters.Contains(MattersEndpoints.WouldIt)))
                operation.Parameters.Add(new OpenApiParameter { Name = MattersEndpoints.WouldIt, In = ParameterLocation.Query, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            operation.Parameters.Add(new OpenApiParameter { Name = "Idempotency-Key", In = ParameterLocation.Header, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 200 } });
            operation.Parameters.Add(new OpenApiParameter { Name = "If-Match", In = ParameterLocation.Header, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = JsonValue.Create("\"1024\"") });
            return Task.CompletedTask;
        });
    }
}
