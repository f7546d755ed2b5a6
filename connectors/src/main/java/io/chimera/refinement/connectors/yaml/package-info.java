/**
 * Rules and catalogues as people write them: YAML documents with an envelope, read from packs and
 * from the control topic, every fault with its place. What a rule means is decided in {@code
 * state}; no objects are built from what a document names.
 */
package io.chimera.refinement.connectors.yaml;
