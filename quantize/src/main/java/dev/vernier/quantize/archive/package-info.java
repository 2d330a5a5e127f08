/** Packed archives: whole models whose integer constants take as many bits as they hold. */
package dev.vernier.quantize.archive;
