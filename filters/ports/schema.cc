#include "ports/schema.h"

#define RAPIDJSON_HAS_STDSTRING 1
#include <rapidjson/document.h>
#include <valijson/adapters/rapidjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

using valijson::adapters::RapidJsonAdapter;

struct schema {
    rapidjson::Document text;
    valijson::Schema rules;
    valijson::Validator validator;
    std::string why;
};

extern "C" struct schema *
schema_new(struct text json)
{
    schema *made = new schema;

    made->text.Parse(json.at, json.len);
    if (made->text.HasParseError()) {
        delete made;
        return nullptr;
    }
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(RapidJsonAdapter(made->text), made->rules);
    return made;
}

extern "C" void
schema_free(struct schema *schema)
{
    delete schema;
}

/* The path of an error as a JSON pointer: "<root>[likes]" is "/likes". */
static std::string
pointer_of(const valijson::ValidationResults::Error &error)
{
    std::string pointer;

    for (size_t i = 1; i < error.context.size(); i++) {
        const std::string &step = error.context[i];
        pointer += "/" + step.substr(1, step.size() - 2);
    }
    return pointer.empty() ? "/" : pointer;
}

/* The first error is the innermost: those behind it say that what it lies in fails for it. */
extern "C" const char *
schema_check(struct schema *schema, struct text json)
{
    rapidjson::Document document;
    valijson::ValidationResults results;
    valijson::ValidationResults::Error error;

    document.Parse<rapidjson::kParseFullPrecisionFlag>(json.at, json.len);
    if (document.HasParseError())
        return "bad_json: not one well-formed value";
    if (schema->validator.validate(schema->rules, RapidJsonAdapter(document),
                                   &results))
        return nullptr;
    schema->why = "bad_record: it does not fit the schema";
    if (results.popError(error))
        schema->why =
            "bad_record: " + pointer_of(error) + ": " + error.description;
    return schema->why.c_str();
}
