"""What a trainer sees: loads a COCO and a YOLO version of the same labels with the standard library only and holds their boxes
against each other. Usage: count_boxes.py COCO_FOLDER YOLO_FOLDER"""
import json
import pathlib
import sys


def coco_boxes(folder):
    boxes = {}
    for path in sorted(folder.glob("annotations/instances_*.json")):
        coco = json.loads(path.read_text())
        order = {c["id"]: place for place, c in enumerate(coco["categories"])}
        images = {i["id"]: i for i in coco["images"]}
        for annotation in coco["annotations"]:
            image = images[annotation["image_id"]]
            split = path.stem.split("_")[-1]
            key = split + "/" + pathlib.Path(image["file_name"]).stem
            assert (folder / "images" / split / image["file_name"]).is_file(), image
            boxes.setdefault(key, []).append((order[annotation["category_id"]], *annotation["bbox"], image["width"], image["height"]))
    return boxes


def yolo_boxes(folder, sizes):
    boxes = {}
    for path in sorted(folder.glob("labels/*/*.txt")):
        key = path.parent.name + "/" + path.stem
        assert (folder / "images" / (key + ".jpg")).is_file(), key
        for line in path.read_text().splitlines():
            number, *shares = line.split()
            x, y, w, h = map(float, shares)
            width, height = sizes[key]
            boxes.setdefault(key, []).append((int(number), (x - w / 2) * width, (y - h / 2) * height, w * width, h * height, width, height))
    return boxes


def main():
    coco = coco_boxes(pathlib.Path(sys.argv[1]))
    sizes = {key: own[0][-2:] for key, own in coco.items()}
    yolo = yolo_boxes(pathlib.Path(sys.argv[2]), sizes)
    if coco.keys() != yolo.keys():
        sys.exit("the pictures differ: %d and %d" % (len(coco), len(yolo)))
    worst = 0.0
    for key in coco:
        if len(coco[key]) != len(yolo[key]):
            sys.exit("%s: %d and %d boxes" % (key, len(coco[key]), len(yolo[key])))
        for one, other in zip(sorted(coco[key]), sorted(yolo[key])):
            if one[0] != other[0]:
                sys.exit("%s: class %d and %d" % (key, one[0], other[0]))
            worst = max(worst, *(abs(a - b) for a, b in zip(one[1:], other[1:])))
    if worst > 0.5:
        sys.exit("boxes differ by %.3f pixels" % worst)
    print("%d boxes on %d pictures in both; they differ by at most %.6f pixels" % (sum(map(len, coco.values())), len(coco), worst))


main()
