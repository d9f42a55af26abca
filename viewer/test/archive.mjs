// An archive of tiles in, what the official clients read of it out.
import { open } from 'node:fs/promises';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { PMTiles } from 'pmtiles';

/** A file as the client asks for it: range by range. */
class FileSource {
  constructor(file, name) {
    this.file = file;
    this.name = name;
  }

  getKey() {
    return this.name;
  }

  async getBytes(offset, length) {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await this.file.read(bytes, 0, length, offset);
    return { data: bytes.buffer.slice(0, bytesRead) };
  }
}

export async function openArchive(path) {
  return new PMTiles(new FileSource(await open(path), path));
}

/** The coordinates of all tiles, by the directories of the archive, in their order. */
export async function tilesOf(archive) {
  const header = await archive.getHeader();
  const found = [];
  const walk = async (offset, length) => {
    for (const entry of await archive.cache.getDirectory(archive.source, offset, length, header)) {
      if (entry.runLength === 0) await walk(header.leafDirectoryOffset + entry.offset, entry.length);
      else for (let index = 0; index < entry.runLength; index += 1) found.push(entry.tileId + index);
    }
  };
  await walk(header.rootDirectoryOffset, header.rootDirectoryLength);
  return found;
}

/** The layers of a tile. */
export async function layersOf(archive, z, x, y) {
  const tile = await archive.getZxy(z, x, y);
  return new VectorTile(new PbfReader(new Uint8Array(tile.data))).layers;
}
