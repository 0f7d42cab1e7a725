# The image for both kinds of processors, with labels, and with what it was made of and how:
#
#   docker buildx bake --push --set conductor.tags=registry.example/conductor:0.1.0
#   docker buildx bake local        # for this machine alone, without attestations, to try
#
# Attestations need a builder of the kind docker-container, and a registry to push to.

variable "VERSION" {
  default = "0.1.0"
}

variable "REVISION" {
  default = ""
}

variable "CREATED" {
  default = ""
}

group "default" {
  targets = ["conductor"]
}

target "base" {
  context    = "."
  dockerfile = "Dockerfile"
  tags       = ["conductor:${VERSION}"]
  labels = {
    "org.opencontainers.image.title"       = "conductor"
    "org.opencontainers.image.description" = "A saga orchestrator for Node teams."
    "org.opencontainers.image.licenses"    = "MIT"
    "org.opencontainers.image.version"     = "${VERSION}"
    "org.opencontainers.image.revision"    = "${REVISION}"
    "org.opencontainers.image.created"     = "${CREATED}"
  }
}

target "conductor" {
  inherits  = ["base"]
  platforms = ["linux/amd64", "linux/arm64"]
  attest = [
    "type=provenance,mode=max",
    "type=sbom",
  ]
}

target "local" {
  inherits = ["base"]
  output   = ["type=docker"]
}
