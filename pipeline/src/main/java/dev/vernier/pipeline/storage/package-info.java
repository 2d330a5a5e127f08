/** Files on any file system that Hadoop knows. */
package dev.vernier.pipeline.storage;
