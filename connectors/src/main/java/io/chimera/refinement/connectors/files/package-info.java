/** Models as files of JSON lines. No points: those have a room of their own. */
package io.chimera.refinement.connectors.files;
