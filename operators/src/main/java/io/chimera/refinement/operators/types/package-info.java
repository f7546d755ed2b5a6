/**
 * Flink type information of the product's nouns, and the serializer that lets Flink use their
 * codecs.
 */
package io.chimera.refinement.operators.types;
