package io.chimera.refinement.connectors.yaml;

import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * One document with its envelope read.
 *
 * @param kind kind, such as {@code AlertRule}
 * @param name {@code metadata.name}
 * @param file where it stands
 * @param line first line
 * @param root the whole document
 */
public record Document(String kind, String name, String file, int line, MappingNode root) {}
