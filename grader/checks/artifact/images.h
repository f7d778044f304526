// Role: what rules ask of the name of an image, and of a text that may be a secret. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace assay::checks::artifact {

struct ImageName {
    std::string repository, tag, digest;  // "docker.io/library/alpine", "3.22", "sha256:…"
    bool pinned() const;                  // a digest, or a tag that does not move by its name
};
ImageName readImage(std::string_view image);

bool namesSecret(std::string_view variable);   // DB_PASSWORD, apiToken …
bool looksLikeSecret(std::string_view value);  // a key's block, a token of a known form
bool holdsPassword(std::string_view text);       // scheme://user:password@host, unless it is $NAME or the like
bool isSecretFile(std::string_view path);      // .env, id_rsa, *.pem …

}  // namespace assay::checks::artifact
