/** Packs and control documents: YAML (JSON is YAML) read with line numbers, every fault at once, nothing constructed but text. */
package io.chimera.refinement.connectors.yaml;
