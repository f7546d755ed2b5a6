/**
 * What travels between operators and over the topics: the nouns of the product. No behaviour beyond
 * reading and naming itself.
 */
package io.chimera.refinement.state.event;
